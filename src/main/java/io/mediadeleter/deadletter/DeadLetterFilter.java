package io.mediadeleter.deadletter;

import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which letters are meant: those that fit everything that is given. What is empty or null does not count.
 *
 * @param faults kinds, codes, or families of codes as {@code AuthFailure.*}; in any case. UNKNOWN stands for every kind that
 *     this version does not know
 * @param since given up at this time or later
 * @param until given up before this time
 * @param names origins, or places on the dead-letter topic
 * @param holds keys of holds that name the requests
 */
public record DeadLetterFilter(
        Set<String> faults,
        Set<String> fileIds,
        Set<Long> subAppIds,
        @Nullable Instant since,
        @Nullable Instant until,
        Set<String> names,
        Set<String> holds) {

    private static final String FAMILY = ".*";

    public DeadLetterFilter {
        faults = Set.copyOf(faults);
        fileIds = Set.copyOf(fileIds);
        subAppIds = Set.copyOf(subAppIds);
        names = Set.copyOf(names);
        holds = Set.copyOf(holds);
    }

    /** Those of these origins or places, all of them where there are none. */
    public static DeadLetterFilter named(Set<String> names) {
        return new DeadLetterFilter(Set.of(), Set.of(), Set.of(), null, null, names, Set.of());
    }

    /** Whether it means every letter. */
    public boolean isEmpty() {
        return faults.isEmpty()
                && fileIds.isEmpty()
                && subAppIds.isEmpty()
                && since == null
                && until == null
                && names.isEmpty()
                && holds.isEmpty();
    }

    /**
     * Whether the letter is meant.
     *
     * @param extractor reads the media that a letter names; only asked where it matters
     */
    public boolean matches(DeadLetter letter, MediaExtractor extractor) {
        return (names.isEmpty() || isNamed(letter))
                && (faults.isEmpty() || isFault(letter))
                && (holds.isEmpty() || isHeld(letter))
                && (since == null || !letter.failedAt().isBefore(since))
                && (until == null || letter.failedAt().isBefore(until))
                && ((fileIds.isEmpty() && subAppIds.isEmpty()) || isMedia(extractor.at(letter)));
    }

    /** Whether the letter is one of {@code names}. */
    public boolean isNamed(DeadLetter letter) {
        return names.contains(letter.name()) || names.contains(letter.place());
    }

    /** Whether the letter's fault is one of {@code faults}. */
    public boolean isFault(DeadLetter letter) {
        return faults.stream().anyMatch(fault -> isFault(letter, fault));
    }

    /** Whether one of {@code faults} is the kind of the letter's fault, rather than its code. */
    boolean isKind(DeadLetter letter) {
        return faults.stream().anyMatch(fault -> isKind(letter, fault));
    }

    /** Whether one of {@code faults} is the code of the letter's fault, or its family, rather than its kind. */
    boolean isCode(DeadLetter letter) {
        return faults.stream().anyMatch(fault -> isFault(letter, fault) && !isKind(letter, fault));
    }

    /** Whether one of {@code holds} names the letter's request. */
    public boolean isHeld(DeadLetter letter) {
        return letter.hold().filter(holds::contains).isPresent();
    }

    private static boolean isFault(DeadLetter letter, String fault) {
        if (fault.endsWith(FAMILY)) {
            String family = fault.substring(0, fault.length() - FAMILY.length()).toLowerCase(Locale.ROOT);
            String code = letter.faultCode().toLowerCase(Locale.ROOT);
            return code.equals(family) || code.startsWith(family + ".");
        }
        return isKind(letter, fault) || fault.equalsIgnoreCase(letter.faultCode());
    }

    private static boolean isKind(DeadLetter letter, String fault) {
        return fault.equalsIgnoreCase(letter.faultKind())
                || (fault.equalsIgnoreCase(DeadLetter.UNKNOWN) && letter.kind().isEmpty());
    }

    private boolean isMedia(MediaExtractor.Media media) {
        return (fileIds.isEmpty() || (media.fileId() != null && fileIds.contains(media.fileId())))
                && (subAppIds.isEmpty() || (media.subAppId() != null && subAppIds.contains(media.subAppId())));
    }
}
