package io.mediadeleter.deadletter;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Stands for a key of any length: the first half of its SHA-256. Two different keys among a million have the same one with
 * a probability of about 10<sup>-27</sup>, and nobody can make two on purpose.
 */
record Fingerprint(long high, long low) {

    /** The algorithm that every JVM has. */
    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }

    static Fingerprint of(byte[] key, MessageDigest digest) {
        ByteBuffer hash = ByteBuffer.wrap(digest.digest(key));
        return new Fingerprint(hash.getLong(), hash.getLong());
    }
}
