package io.mediadeleter.kafka.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.OutputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.PathType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/** The request schema, compiled once from its file on the class path. Immutable, so thread-safe. */
final class RequestSchema {

    private static final String FILE = "/schemas/media-delete-requested.schema.json";

    private static final int MANY = 2_000;

    private static final SchemaRegistryConfig CONFIG = SchemaRegistryConfig.builder()
            .locale(Locale.ROOT)
            .pathType(PathType.JSON_PATH)
            .preloadSchema(true)
            .build();

    private final Schema schema;

    /**
     * Loads and compiles the request schema.
     *
     * @throws IllegalStateException if the file is not on the class path
     * @throws UncheckedIOException if it cannot be read
     */
    RequestSchema() {
        schema = SchemaRegistry.withDefaultDialect(
                        SpecificationVersion.DRAFT_2020_12, registry -> registry.schemaRegistryConfig(CONFIG))
                .getSchema(load());
        schema.initializeValidators();
    }

    /**
     * Passes what the schema allows.
     *
     * @throws MalformedRequest with every violation, the first few in words; with the first alone where there may be many
     */
    void check(JsonNode request) throws MalformedRequest {
        if (!schema.validate(request, OutputFormat.BOOLEAN)) { // cheaper, and hardly any request is wrong
            boolean isFirstOnly = mayBeWrongInMoreThan(MANY, request);
            List<Error> errors = schema.validate(
                    request, validation -> validation.executionConfig(config -> config.failFast(isFirstOnly)));
            Violations violations = new Violations(schema.getSchemaNode());
            throw new MalformedRequest(
                    Defect.SCHEMA_VIOLATION, isFirstOnly ? violations.first(errors) : violations.list(errors));
        }
    }

    /** Each violation takes half a kilobyte, and a request has room for a hundred thousand of them: more than a small heap. */
    private static boolean mayBeWrongInMoreThan(int limit, JsonNode request) {
        JsonNode parts = request.path("deleteParts");
        int places = request.size() + parts.size();
        Iterator<JsonNode> each = parts.elements();
        while (places <= limit && each.hasNext()) {
            places += each.next().size();
        }
        return places > limit;
    }

    private static JsonNode load() {
        try (InputStream file = RequestSchema.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException("not on the class path: " + FILE);
            }
            return new ObjectMapper().readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + FILE, e);
        }
    }
}
