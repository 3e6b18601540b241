package io.mediadeleter.sandbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A user's own requests: every line that is not blank, published as it stands, valid or not. */
final class RequestFile {

    private static final ObjectMapper JSON = new ObjectMapper();

    private RequestFile() {}

    static List<SandboxRequest> read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        List<SandboxRequest> entries = new ArrayList<>();
        int number = 1;
        for (int start = 0, end; start < bytes.length; start = end + 1, number++) {
            end = endOfLine(bytes, start);
            byte[] line = Arrays.copyOfRange(bytes, start, withoutBlanks(bytes, start, end));
            if (line.length > 0) {
                entries.add(new SandboxRequest("line " + number, fileId(line), line, Map.of(), Set.of(), 0));
            }
        }
        return entries;
    }

    private static int endOfLine(byte[] bytes, int start) {
        int end = start;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        return end;
    }

    private static int withoutBlanks(byte[] bytes, int start, int end) {
        int last = end;
        while (last > start && (bytes[last - 1] == '\r' || bytes[last - 1] == ' ' || bytes[last - 1] == '\t')) {
            last--;
        }
        return last;
    }

    private static @Nullable String fileId(byte[] line) {
        try {
            return JSON.readTree(line).path("fileId").textValue();
        } catch (IOException noJson) {
            return null;
        }
    }
}
