package io.mediadeleter.quota;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A member's share and all that led to it, at one moment.
 *
 * @param member this member
 * @param demand calls a second that it could use
 * @param wanted calls a second that its last claim wanted
 * @param granted calls a second that its last claim came to of those it has read back
 * @param rate calls a second that it may use; less than granted when the lease has run out or a smaller claim is on its way
 * @param leaseEnds when it stops calling, should it read nothing back until then
 * @param unleased how long it has been without a lease, from when it began to read the log if it has not had one; zero within a lease
 * @param grants all members' grants, by name
 * @param demands what each said it could use, by name
 * @param perSecond calls a second of the quota that counts: the least that any member is set to
 * @param differing what the members are set to, by name, if not all are set alike; else empty
 */
public record QuotaSnapshot(
        String member,
        int demand,
        int wanted,
        int granted,
        int rate,
        Instant leaseEnds,
        Duration unleased,
        Map<String, Integer> grants,
        Map<String, Integer> demands,
        int perSecond,
        Map<String, QuotaTerms> differing) {

    public QuotaSnapshot {
        grants = Collections.unmodifiableMap(new TreeMap<>(grants));
        demands = Collections.unmodifiableMap(new TreeMap<>(demands));
        differing = Collections.unmodifiableMap(new TreeMap<>(differing));
    }

    /** What all members together use at most: each no more than it is granted, nor than it could use. */
    public int usedByAll() {
        return grants.entrySet().stream()
                .mapToInt(grant -> Math.min(grant.getValue(), demands.getOrDefault(grant.getKey(), 0)))
                .sum();
    }
}
