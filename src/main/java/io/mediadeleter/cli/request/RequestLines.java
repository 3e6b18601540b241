package io.mediadeleter.cli.request;

import io.mediadeleter.kafka.codec.RequestDecoder;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Requests, one a line, read as often as need be. They are copied first: a pipe can be read only once, and a file could
 * change between the check and the publishing. Confined to one thread.
 */
final class RequestLines implements AutoCloseable {

    /** Takes the lines that hold something. */
    interface Reader {

        /**
         * Takes a line.
         *
         * @param number from 1, blank lines counted
         * @param bytes without the blanks at the line's end; of a line that is longer than {@link RequestDecoder#MAX_BYTES} without
         *     them, the beginning, which is longer than that, too
         * @return whether to go on
         */
        boolean read(long number, byte[] bytes) throws IOException;
    }

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final Path copy;
    private final boolean isForNow;

    private RequestLines(Path copy, boolean isForNow) {
        this.copy = copy;
        this.isForNow = isForNow;
    }

    /** Those in a file that stays, and that nobody changes. */
    static RequestLines in(Path file) {
        return new RequestLines(file, false);
    }

    /** The copy could not be written: what was to be copied is not to blame. */
    static final class NotKept extends IOException {

        private static final long serialVersionUID = 1L;

        private final transient IOException reason;

        private NotKept(IOException reason) {
            super(reason.getMessage(), reason);
            this.reason = reason;
        }

        IOException reason() {
            return reason;
        }
    }

    /**
     * Copies {@code source} up to its end, to {@code folder}.
     *
     * @throws NotKept when it can be read and not written
     */
    static RequestLines copyOf(InputStream source, Path folder) throws IOException {
        Path copy;
        try {
            copy = Files.createTempFile(folder, "media-delete-requests-", ".jsonl");
        } catch (IOException e) {
            throw new NotKept(e);
        }
        write(source, copy);
        return new RequestLines(copy, true);
    }

    /** All of it, or nothing is left there. */
    private static void write(InputStream source, Path file) throws IOException {
        byte[] part = new byte[1 << 16];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int read = source.read(part); read >= 0; read = source.read(part)) {
                keep(part, read, out);
            }
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    private static void keep(byte[] part, int length, OutputStream out) throws NotKept {
        try {
            out.write(part, 0, length);
        } catch (IOException e) {
            throw new NotKept(e);
        }
    }

    /** Gives every line that is not blank to {@code reader}, until it wants no more. */
    void forEach(Reader reader) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(copy), 1 << 16)) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            long number = 1;
            boolean goesOn = true;
            boolean isCut = false;
            for (int next = in.read(); next >= 0 && goesOn; next = in.read()) {
                if (next == '\n') {
                    goesOn = give(reader, number++, line, isCut);
                    isCut = false;
                } else if (line.size() <= RequestDecoder.MAX_BYTES) {
                    line.write(next);
                } else {
                    isCut |= !isBlank((byte) next); // blanks before it are no end of the line
                }
            }
            if (goesOn) {
                give(reader, number, line, isCut);
            }
        }
    }

    /** The same in a file that stays. */
    RequestLines keptIn(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(copy)) {
            write(in, file);
        }
        return in(file);
    }

    /** Of all of them, in hexadecimal. */
    String sha256() throws IOException {
        try (InputStream in = Files.newInputStream(copy)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] part = new byte[1 << 16];
            for (int read = in.read(part); read >= 0; read = in.read(part)) {
                digest.update(part, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public void close() throws IOException {
        if (isForNow) {
            Files.deleteIfExists(copy);
        }
    }

    private static boolean give(Reader reader, long number, ByteArrayOutputStream line, boolean isCut)
            throws IOException {
        byte[] bytes = line.toByteArray();
        line.reset();
        int begin = number == 1 && startsWithMark(bytes) ? BYTE_ORDER_MARK.length : 0;
        int end = bytes.length;
        while (!isCut && end > begin && isBlank(bytes[end - 1])) {
            end--;
        }
        return end == begin || reader.read(number, Arrays.copyOfRange(bytes, begin, end));
    }

    /** Some editors begin a file with it. */
    private static boolean startsWithMark(byte[] bytes) {
        return bytes.length >= BYTE_ORDER_MARK.length
                && Arrays.equals(BYTE_ORDER_MARK, Arrays.copyOf(bytes, BYTE_ORDER_MARK.length));
    }

    private static boolean isBlank(byte value) {
        return value == ' ' || value == '\t' || value == '\r';
    }
}
