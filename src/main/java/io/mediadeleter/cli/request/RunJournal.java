package io.mediadeleter.cli.request;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mediadeleter.text.CommandFailure;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a run has done and seen, a JSON object a line, so that another process goes on where it was killed. That requests are
 * about to be sent is on the disk before the first of them is: whatever happens, none is sent again. One process at a time has
 * it. Confined to one thread.
 */
final class RunJournal implements AutoCloseable {

    private static final String BEGINNING = "{\"start\":";
    /** In memory: a look may find what became of all requests. */
    private static final int MOST_PENDING = 1 << 20;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final FileChannel channel;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private final Map<String, Long> positions = new HashMap<>();
    private long written;
    private @Nullable RunStart start;
    private @Nullable RunLedger ledger;

    private RunJournal(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Opens it, or makes an empty one, and reads all that it says.
     *
     * @throws CommandFailure when another process has it, or it is damaged
     */
    static RunJournal open(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        RunJournal journal = new RunJournal(file, channel);
        try {
            if (channel.tryLock() == null) {
                throw new OverlappingFileLockException();
            }
            if (!Files.exists(file)) {
                throw new CommandFailure("Another process has just been at this report; try again");
            }
            journal.read();
            return journal;
        } catch (OverlappingFileLockException another) {
            channel.close();
            throw new CommandFailure("Another process is at this report: it has " + file + " locked");
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** The name of the run that has begun. */
    String run() {
        return Objects.requireNonNull(start).run();
    }

    /** Null when nothing has begun. */
    @Nullable
    RunStart start() {
        return start;
    }

    RunLedger ledger() {
        return Objects.requireNonNull(ledger, "nothing has begun");
    }

    /** How far the topics of results and dead letters were read. */
    Map<String, Long> positions() {
        return Map.copyOf(positions);
    }

    void begin(RunStart first, Map<String, Long> from) throws IOException {
        append(JSON.createObjectNode().set("start", JSON.valueToTree(first)));
        read(from);
        flush();
        channel.force(false);
        start = first;
        ledger = new RunLedger(first.requests(), Instant.ofEpochMilli(first.began()));
    }

    /** All requests before this one are about to be sent, or were, and no others; on the disk when it returns. */
    void sending(int to) throws IOException {
        append(JSON.createObjectNode().put("sending", to));
        flush();
        channel.force(false);
        ledger().sending(to);
    }

    /** @param at null when nobody knows */
    void published(int number, int partition, long offset, @Nullable Instant at) {
        if (ledger().published(number, partition, offset, at)) {
            ArrayNode place = JSON.createArrayNode().add(number).add(partition).add(offset);
            append(JSON.createObjectNode().set("published", at == null ? place : place.add(at.toEpochMilli())));
        }
    }

    /** What says nothing is left out, as is the same end once more: where a look failed, it is repeated. */
    void ended(int number, RequestOutcome end) throws IOException {
        if (ledger().isOvertaken(number, end.isDone(), end.isResult())
                || (ledger().isEnded(number) && end(number).equals(end))) {
            return;
        }
        RunLedger.Entry entry = append(JSON.createObjectNode()
                .put("number", number)
                .put("done", end.isDone())
                .set("end", JSON.valueToTree(end)));
        ledger().ended(number, end.isDone(), end.isResult(), entry);
        if (pending.size() > MOST_PENDING) {
            flush();
        }
    }

    void read(Map<String, Long> upTo) {
        if (!positions.equals(upTo)) {
            positions.putAll(upTo);
            append(JSON.createObjectNode().set("read", JSON.valueToTree(upTo)));
        }
    }

    /** Gives all that was said to the operating system: it survives the process. */
    void flush() throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(pending.toByteArray());
        while (bytes.hasRemaining()) {
            var unused = channel.write(bytes, written + bytes.position());
        }
        written += bytes.limit(); // where the disk is full, the same is written to the same place the next time
        pending.reset();
    }

    /** What became of a request that has ended. */
    RequestOutcome end(int number) throws IOException {
        RunLedger.Entry entry = ledger().entry(number);
        if (entry.at() >= written) {
            flush();
        }
        ByteBuffer bytes = ByteBuffer.allocate(entry.bytes());
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, entry.at() + bytes.position()) < 0) {
                throw damaged("it is shorter than it was");
            }
        }
        return JSON.treeToValue(JSON.readTree(bytes.array()).path("end"), RequestOutcome.class);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private RunLedger.Entry append(JsonNode line) {
        byte[] bytes = line.toString().getBytes(UTF_8);
        RunLedger.Entry entry = new RunLedger.Entry(written + pending.size(), bytes.length);
        pending.writeBytes(bytes);
        pending.write('\n');
        return entry;
    }

    /** A last line that is not whole was being written when the process or the machine ended: it says nothing. */
    private void read() throws IOException {
        refuseOthers();
        channel.position(0);
        InputStream in = new BufferedInputStream(Channels.newInputStream(channel), 1 << 16);
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == '\n') {
                byte[] bytes = line.toByteArray();
                try {
                    apply(JSON.readTree(bytes), new RunLedger.Entry(written, bytes.length));
                } catch (JsonProcessingException e) {
                    throw damaged("a line is no JSON");
                }
                written += bytes.length + 1L;
                line.reset();
            } else {
                line.write(next);
            }
        }
        channel.truncate(written);
    }

    /** A file that only has the name of a journal is left as it is. */
    private void refuseOthers() throws IOException {
        ByteBuffer first = ByteBuffer.allocate(BEGINNING.length());
        int read = Math.max(0, channel.read(first, 0));
        if (!BEGINNING.startsWith(new String(first.array(), 0, read, UTF_8))) {
            throw new CommandFailure(file + " is not a journal of this command: give --report another name");
        }
    }

    private void apply(JsonNode line, RunLedger.Entry entry) throws IOException {
        if (line.has("start")) {
            start = JSON.treeToValue(line.path("start"), RunStart.class);
            ledger = new RunLedger(start.requests(), Instant.ofEpochMilli(start.began()));
        } else if (line.has("sending")) {
            ledger().sending(line.path("sending").asInt());
        } else if (line.has("published")) {
            JsonNode place = line.path("published");
            ledger().published(
                            place.path(0).asInt(),
                            place.path(1).asInt(),
                            place.path(2).asLong(),
                            place.has(3) ? Instant.ofEpochMilli(place.path(3).asLong()) : null);
        } else if (line.has("end")) {
            boolean isResult =
                    RequestOutcome.isResult(line.path("end").path("outcome").asText());
            ledger().ended(line.path("number").asInt(), line.path("done").asBoolean(), isResult, entry);
        } else if (line.path("read") instanceof ObjectNode read) {
            read.properties()
                    .forEach(position ->
                            positions.put(position.getKey(), position.getValue().asLong()));
        } else {
            throw damaged("a line says nothing that is known here");
        }
    }

    private CommandFailure damaged(String how) {
        return new CommandFailure(file + " is damaged: " + how + ". Nothing was published");
    }
}
