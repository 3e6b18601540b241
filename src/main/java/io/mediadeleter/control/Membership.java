package io.mediadeleter.control;

/**
 * A process as the consumer group knows it.
 *
 * @param group the group's id
 * @param memberId by which Kafka knows the process; another one with each time that it joins
 */
public record Membership(String group, String memberId) {

    /** Longer ones are not told of: nobody has any. */
    private static final int LONGEST = 1_000;

    public Membership {
        if (!isPossible(group) || !isPossible(memberId)) {
            throw new IllegalArgumentException("no membership: " + group + ", " + memberId);
        }
    }

    /** Whether a group's or a member's id may be this. */
    public static boolean isPossible(String id) {
        return !id.isBlank() && id.length() <= LONGEST;
    }
}
