package io.mediadeleter.quota;

import java.util.Objects;
import java.util.function.Supplier;

/** What a careless member would do; each has to be noticed by {@link QuotaSimulation}. */
enum PlantedFault {
    NONE,

    /** Uses what it wants from when it says so. */
    RAISES_BEFORE_READING_BACK {
        @Override
        Allowance inForce(QuotaMember member, Supplier<QuotaSnapshot> told) {
            return new Allowance(told.get().wanted(), member.allowance().untilNanos());
        }
    },

    /** Does not look at the clock. */
    OUTLIVES_ITS_LEASE {
        @Override
        Allowance inForce(QuotaMember member, Supplier<QuotaSnapshot> told) {
            return new Allowance(
                    member.allowance().perSecond(), member.allowance().untilNanos() + 3_600_000_000_000L);
        }
    },

    /** Goes by what it has read back, whatever it has said since. */
    FORGETS_CLAIMS_ON_THEIR_WAY {
        @Override
        Allowance inForce(QuotaMember member, Supplier<QuotaSnapshot> told) {
            return new Allowance(told.get().granted(), member.allowance().untilNanos());
        }
    },

    /** Takes everyone to be set to the quota that it is set to itself. */
    IGNORES_OTHERS_QUOTA {
        @Override
        LoggedClaim heard(LoggedClaim logged, QuotaTerms own) {
            QuotaTerms told = Objects.requireNonNull(logged.claim().terms());
            return as(logged, new QuotaTerms(own.perSecond(), told.lease()));
        }
    },

    /** Reads nothing that was there before it came. */
    READS_NO_HISTORY,

    /** Is faster as soon as it may be, so that tokens that are ready here are spent beside those that move there. */
    RISES_AT_ONCE;

    /** How it understands a claim. */
    LoggedClaim heard(LoggedClaim logged, QuotaTerms own) {
        return logged;
    }

    private static LoggedClaim as(LoggedClaim logged, QuotaTerms terms) {
        Claim claim = logged.claim();
        Claim changed = new Claim(claim.member(), claim.number(), claim.demand(), claim.wanted(), terms);
        return new LoggedClaim(changed, logged.brokerMillis());
    }

    /** What the bucket is told. */
    Allowance inForce(QuotaMember member, Supplier<QuotaSnapshot> told) {
        return member.allowance();
    }
}
