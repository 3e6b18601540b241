package io.mediadeleter.kafka.headers;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.Documents;
import io.mediadeleter.event.Header;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whoever reads a record finds each of its headers described. */
class MdHeadersTest {

    @Test
    void everyHeader_isInThePageAndTheSchema() throws IllegalAccessException {
        List<String> names = names();

        assertThat(names).hasSizeGreaterThan(20).allMatch(name -> name.startsWith(Header.OWN_PREFIX));
        assertThat(names).allSatisfy(name -> {
            assertThat(Documents.section(Documents.page("events.md"), "headers"))
                    .containsPattern("\\n\\|[^|]*`" + name + "`[^|]*\\|");
            assertThat(Documents.text(Path.of("schemas/asyncapi.yaml"))).contains(" " + name + ": {");
        });
    }

    private static List<String> names() throws IllegalAccessException {
        List<String> names = new ArrayList<>();
        for (Field constant : MdHeaders.class.getFields()) {
            names.add((String) constant.get(null));
        }
        return names;
    }
}
