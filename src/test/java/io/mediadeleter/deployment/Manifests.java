package io.mediadeleter.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.mediadeleter.Documents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/** The files by which it is deployed, as they lie in the project. */
final class Manifests {

    static final Path COMPOSE = Path.of("docker-compose.yml");
    static final Path DOCKER = Path.of("src/main/docker");
    static final Path KUBERNETES = Path.of("src/main/k8s");

    private static final ObjectMapper JSON = new ObjectMapper();

    private Manifests() {}

    /** The documents of a YAML file. */
    static List<JsonNode> read(Path file) {
        return parse(Documents.text(file));
    }

    /** The documents of a YAML text, without those that say nothing. */
    static List<JsonNode> parse(String yaml) {
        List<JsonNode> documents = new ArrayList<>();
        for (Object document : new Yaml().loadAll(yaml)) {
            if (document != null) {
                documents.add(JSON.valueToTree(document));
            }
        }
        return documents;
    }

    /**
     * Refuses an object of a built-in kind that lacks a field or has an unknown one. By reflection: the client's annotations are not
     * on the class path, and the compiler would warn of each.
     */
    static void validate(JsonNode object) throws Exception {
        JsonElement json = JsonParser.parseString(object.toString());
        Class.forName("io.kubernetes.client.openapi.models.V1"
                        + object.path("kind").asText())
                .getMethod("validateJsonElement", JsonElement.class)
                .invoke(null, json);
    }

    /** All that is sent to a Kubernetes cluster, by kind; patches and lists of files are not. */
    static Stream<JsonNode> kubernetes() {
        try (Stream<Path> files = Files.walk(KUBERNETES)) {
            return files
                    .filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.endsWith("kustomization.yaml") && !file.endsWith("replicas.yaml"))
                    .sorted()
                    .flatMap(file -> read(file).stream())
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The one object of a kind. */
    static JsonNode kubernetes(String kind) {
        List<JsonNode> found = kubernetes()
                .filter(object -> object.path("kind").asText().equals(kind))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " objects of the kind " + kind);
        }
        return found.get(0);
    }

    /** The variables of a file of {@code NAME=value} lines. */
    static Map<String, String> variables(Path file) {
        Map<String, String> variables = new HashMap<>();
        Documents.text(file)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split("=", 2))
                .forEach(pair -> variables.put(pair[0], pair[1]));
        return variables;
    }

    /** The variables of a YAML object. */
    static Map<String, String> variables(JsonNode object) {
        Map<String, String> variables = new HashMap<>();
        object.properties()
                .forEach(entry -> variables.put(entry.getKey(), entry.getValue().asText()));
        return variables;
    }
}
