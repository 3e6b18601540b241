package io.mediadeleter.cli.console;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a command prints, which is evidence to some: whoever keeps it in a file wants to know that all of it is there. A reader that
 * has gone, as in {@code | head -1}, has what it wanted. Written to by one thread; the failure is known to any.
 */
public final class StandardOutput extends OutputStream {

    private final OutputStream stream;
    private volatile @Nullable String failure;

    /** Everything goes on to this stream, and is its to buffer. */
    public StandardOutput(OutputStream stream) {
        this.stream = stream;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            stream.write(bytes, offset, length);
        } catch (IOException failed) {
            remember(failed);
            throw failed;
        }
    }

    @Override
    public void flush() throws IOException {
        try {
            stream.flush();
        } catch (IOException failed) {
            remember(failed);
            throw failed;
        }
    }

    /** Why something of it was not written, in the system's words; empty if all was, or nobody reads any more. */
    public Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    private void remember(IOException failed) {
        String words = String.valueOf(failed.getMessage());
        if (failure == null && !words.equals(ofAGoneReader())) {
            failure = words;
        }
    }

    /** Java passes on the system's words and no number, and the system speaks the user's language. */
    private static String ofAGoneReader() {
        try {
            Pipe pipe = Pipe.open();
            pipe.source().close();
            try (Pipe.SinkChannel sink = pipe.sink()) {
                sink.write(ByteBuffer.allocate(1));
            }
            return ""; // this system does not mind
        } catch (IOException gone) {
            return String.valueOf(gone.getMessage());
        }
    }
}
