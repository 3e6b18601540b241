package io.mediadeleter.kafka.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.yaml.snakeyaml.Yaml;

/** The files of the contract, as they lie in the project. */
public final class SchemaFiles {

    static final Path FOLDER = Path.of("schemas");
    static final String REQUEST = "media-delete-requested.schema.json";
    static final String RESULT = "media-deleted.schema.json";
    public static final String HOLD = "media-delete-hold.schema.json";
    static final String ASYNCAPI = "asyncapi.yaml";

    private static final ObjectMapper JSON = new ObjectMapper();

    private SchemaFiles() {}

    /** A file's content, YAML or JSON. */
    public static JsonNode read(String name) {
        try {
            String text = Files.readString(FOLDER.resolve(name));
            return name.endsWith(".yaml") ? JSON.valueToTree(new Yaml().load(text)) : JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A schema, compiled by the service's validator. */
    public static Schema compile(String name) {
        return compile(read(name));
    }

    /** The same for one that is in no file. */
    static Schema compile(JsonNode schema) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema);
    }
}
