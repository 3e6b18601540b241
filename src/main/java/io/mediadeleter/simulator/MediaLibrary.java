package io.mediadeleter.simulator;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The media of the account. A media exists with all its parts from when it is put until it is deleted as a whole; in
 * between it can lose single parts. Every media that was ever deleted is remembered, so that a second deletion finds
 * nothing.
 *
 * <p>Thread-safe: every method holds the instance's lock.
 */
public final class MediaLibrary {

    /** What callers give that want to hear that there is no such media. */
    private static final String NO_ID = "0";

    private record Key(long subAppId, String fileId) {}

    private final boolean autoCreate;
    private final Map<Key, Set<MediaPart>> lostParts = new HashMap<>();
    private final Set<Key> gone = new HashSet<>();
    private final Set<String> absent = new HashSet<>();

    /**
     * Begins empty.
     *
     * @param autoCreate a media that was never heard of is deemed to exist, with all its parts
     */
    public MediaLibrary(boolean autoCreate) {
        this.autoCreate = autoCreate;
    }

    /** The media exists from now on, with all its parts, whatever was before. */
    public synchronized void put(long subAppId, String fileId) {
        Key key = new Key(subAppId, fileId);
        gone.remove(key);
        lostParts.put(key, Set.of());
    }

    /** The media does not exist from now on. */
    public synchronized void remove(long subAppId, String fileId) {
        Key key = new Key(subAppId, fileId);
        lostParts.remove(key);
        gone.add(key);
    }

    /** Media of these ids are never deemed to exist; those that are put do. */
    public synchronized void markAbsent(Collection<String> fileIds) {
        absent.addAll(fileIds);
    }

    /** Whether a deletion would find the media. */
    public synchronized boolean holds(long subAppId, String fileId) {
        return exists(new Key(subAppId, fileId));
    }

    /** Whether the media exists and this part of it was not deleted. */
    public synchronized boolean holds(long subAppId, String fileId, MediaPart part) {
        Key key = new Key(subAppId, fileId);
        Set<MediaPart> lost = lostParts.getOrDefault(key, Set.of());
        return exists(key) && !lost.contains(part) && !lost.contains(new MediaPart(part.type(), MediaPart.ALL_OF_TYPE));
    }

    /**
     * Deletes parts of a media, or all of it. Deleting a part again changes nothing.
     *
     * @param parts as the API takes it: an empty set means the whole media
     * @return whether the media was there
     */
    public synchronized boolean delete(long subAppId, String fileId, Set<MediaPart> parts) {
        Key key = new Key(subAppId, fileId);
        if (!exists(key)) {
            return false;
        }
        if (parts.isEmpty()) {
            remove(subAppId, fileId);
        } else {
            lostParts.merge(key, Set.copyOf(parts), MediaLibrary::union);
        }
        return true;
    }

    /** Media that were put, or that lost a part, and still exist; those that are only deemed to exist do not count. */
    public synchronized int count() {
        return lostParts.size();
    }

    private boolean exists(Key key) {
        return lostParts.containsKey(key) || (autoCreate && !gone.contains(key) && isDeemed(key.fileId()));
    }

    private boolean isDeemed(String fileId) {
        return !fileId.equals(NO_ID) && !absent.contains(fileId);
    }

    private static Set<MediaPart> union(Set<MediaPart> some, Set<MediaPart> more) {
        return Stream.concat(some.stream(), more.stream()).collect(Collectors.toUnmodifiableSet());
    }
}
