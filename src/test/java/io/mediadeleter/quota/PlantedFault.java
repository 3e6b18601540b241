package io.mediadeleter.quota;

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

    /** Reads nothing that was there before it came. */
    READS_NO_HISTORY,

    /** Is faster as soon as it may be, so that tokens that are ready here are spent beside those that move there. */
    RISES_AT_ONCE;

    /** What the bucket is told. */
    Allowance inForce(QuotaMember member, Supplier<QuotaSnapshot> told) {
        return member.allowance();
    }
}
