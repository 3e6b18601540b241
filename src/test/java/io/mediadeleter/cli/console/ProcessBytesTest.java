package io.mediadeleter.cli.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessBytesTest {

    @Test
    void texts_areTakenApart_emptyOnesToo() {
        assertThat(ProcessBytes.texts("java\0\0--by\0j\u00f6rg\0".getBytes(UTF_8)))
                .extracting(text -> new String(text, UTF_8))
                .containsExactly("java", "", "--by", "j\u00f6rg");
        assertThat(ProcessBytes.texts(new byte[0])).isEmpty();
    }

    @Test
    void variable_isFoundByItsWholeName_andReadAsUtf8() {
        List<byte[]> environment = ProcessBytes.texts("USERS=x\0USER=j\u00f6rg\0EMPTY=\0".getBytes(UTF_8));

        assertThat(ProcessBytes.variable("USER", environment)).contains("j\u00f6rg");
        assertThat(ProcessBytes.variable("EMPTY", environment)).contains("");
        assertThat(ProcessBytes.variable("NONE", environment)).isEmpty();
        assertThat(ProcessBytes.variable("U", List.of(new byte[] {'U', '=', (byte) 0xf6})))
                .isEmpty();
    }
}
