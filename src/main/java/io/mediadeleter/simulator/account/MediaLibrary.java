package io.mediadeleter.simulator.account;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The media of the account. A media exists with all its parts from when it is put until it is deleted as a whole; in
 * between it can lose single parts. A media that was deleted is remembered, so that a second deletion finds nothing: as many
 * as {@link #MOST_REMEMBERED}, after which those that changed longest ago are as if they had never been heard of. Deletions
 * that were answered with success may happen later, as at an API that takes its time.
 *
 * <p>Thread-safe: every method holds the instance's lock.
 */
public final class MediaLibrary {

    /** What an id of a media looks like. */
    public static final Pattern FILE_ID = Pattern.compile("\\d{1,32}");

    /** Media that were put or changed: some hundred bytes each. */
    public static final int MOST_REMEMBERED = 1_000_000;

    private static final int MOST_WAITING = 100_000;

    /**
     * What every media has that nothing else was said of. Beside these it has what a deletion named that was not carried out,
     * or else nobody could see that it was not.
     */
    static final List<MediaPart> USUAL_PARTS = List.of(
            new MediaPart("OriginalFiles", MediaPart.ALL_OF_TYPE),
            new MediaPart("TranscodeFiles", 100010),
            new MediaPart("TranscodeFiles", 100020),
            new MediaPart("TranscodeFiles", 100030),
            new MediaPart("AdaptiveDynamicStreamingFiles", 10));

    /** What callers give that want to hear that there is no such media. */
    private static final String NO_ID = "0";

    private record Key(long subAppId, String fileId) {}

    private record Waiting(Instant dueAt, Deletion deletion) {}

    /** A media that something is known of. */
    private record Known(boolean isThere, Set<MediaPart> lost, Set<MediaPart> named) {

        static final Known GONE = new Known(false, Set.of(), Set.of());
        static final Known WHOLE = new Known(true, Set.of(), Set.of());

        Known without(Set<MediaPart> parts) {
            return new Known(true, union(lost, parts), named);
        }

        Known with(Set<MediaPart> parts) {
            return new Known(true, lost, union(named, parts));
        }

        boolean lacks(MediaPart part) {
            return lost.contains(part) || lost.contains(new MediaPart(part.type(), MediaPart.ALL_OF_TYPE));
        }
    }

    private final boolean autoCreate;
    private final int mostRemembered;
    private final Map<Key, Known> known = new LinkedHashMap<>();
    private final Set<String> absent = new HashSet<>();
    private final PriorityQueue<Waiting> waiting = new PriorityQueue<>(Comparator.comparing(Waiting::dueAt));

    /**
     * Begins empty.
     *
     * @param autoCreate a media that was never heard of is deemed to exist, with all its parts
     */
    public MediaLibrary(boolean autoCreate) {
        this(autoCreate, MOST_REMEMBERED);
    }

    MediaLibrary(boolean autoCreate, int mostRemembered) {
        this.autoCreate = autoCreate;
        this.mostRemembered = mostRemembered;
    }

    /** The media exists from now on, with all its parts, whatever was before. */
    public synchronized void put(long subAppId, String fileId) {
        remember(new Key(subAppId, fileId), Known.WHOLE);
    }

    /** The media does not exist from now on. */
    public synchronized void remove(long subAppId, String fileId) {
        remember(new Key(subAppId, fileId), Known.GONE);
    }

    /** Media of these ids are never deemed to exist; those that are put do. */
    public synchronized void markAbsent(Collection<String> fileIds) {
        absent.addAll(fileIds);
    }

    /** Whether a deletion would find the media. */
    public synchronized boolean holds(long subAppId, String fileId) {
        return find(new Key(subAppId, fileId)).isPresent();
    }

    /** Whether the media exists and this part of it was not deleted. */
    public synchronized boolean holds(long subAppId, String fileId, MediaPart part) {
        return find(new Key(subAppId, fileId))
                .filter(media -> !media.lacks(part))
                .isPresent();
    }

    /** What there is of the media; empty when it does not exist. */
    public synchronized Optional<List<MediaPart>> parts(long subAppId, String fileId) {
        return find(new Key(subAppId, fileId))
                .map(media -> Stream.concat(USUAL_PARTS.stream(), media.named().stream())
                        .distinct()
                        .filter(part -> !media.lacks(part))
                        .toList());
    }

    /**
     * Deletes parts of a media, or all of it. Deleting a part again changes nothing.
     *
     * @param parts as the API takes it: an empty set means the whole media
     * @return whether the media was there
     */
    public synchronized boolean delete(long subAppId, String fileId, Set<MediaPart> parts) {
        Key key = new Key(subAppId, fileId);
        Optional<Known> media = find(key);
        media.ifPresent(found -> remember(key, parts.isEmpty() ? Known.GONE : found.without(parts)));
        return media.isPresent();
    }

    /**
     * Leaves the media as it is, with the parts that a deletion named and that is not carried out.
     *
     * @return whether the media was there
     */
    public synchronized boolean keep(long subAppId, String fileId, Set<MediaPart> parts) {
        Key key = new Key(subAppId, fileId);
        Set<MediaPart> outputs = parts.stream()
                .filter(part -> part.definition() != MediaPart.ALL_OF_TYPE)
                .collect(Collectors.toUnmodifiableSet());
        Optional<Known> media = find(key);
        media.ifPresent(found -> remember(key, found.with(outputs)));
        return media.isPresent();
    }

    /** Deletes then; of too many that wait, the one that is due next is carried out at once. */
    public synchronized void deleteAt(Instant dueAt, Deletion deletion) {
        waiting.add(new Waiting(dueAt, deletion));
        if (waiting.size() > MOST_WAITING) {
            carryOutNext();
        }
    }

    /** Deletes what is due by now. Before each call, so that nobody can tell it from what happened in time. */
    public synchronized void carryOut(Instant now) {
        while (!waiting.isEmpty() && !waiting.element().dueAt().isAfter(now)) {
            carryOutNext();
        }
    }

    /** A media that is gone meanwhile stays gone. */
    private void carryOutNext() {
        Deletion next = waiting.remove().deletion();
        var unused = delete(next.subAppId(), next.fileId(), next.parts());
    }

    /** Media that were put, or that a call changed, and still exist; those that are only deemed to exist do not count. */
    public synchronized int count() {
        return (int) known.values().stream().filter(Known::isThere).count();
    }

    private Optional<Known> find(Key key) {
        Known media = known.get(key);
        if (media != null) {
            return Optional.of(media).filter(Known::isThere);
        }
        boolean isDeemed = autoCreate && !key.fileId().equals(NO_ID) && !absent.contains(key.fileId());
        return isDeemed ? Optional.of(Known.WHOLE) : Optional.empty();
    }

    /** As the newest. */
    private void remember(Key key, Known media) {
        known.remove(key);
        known.put(key, media);
        if (known.size() > mostRemembered) {
            known.remove(known.keySet().iterator().next());
        }
    }

    private static Set<MediaPart> union(Set<MediaPart> some, Set<MediaPart> more) {
        return Stream.concat(some.stream(), more.stream()).collect(Collectors.toUnmodifiableSet());
    }
}
