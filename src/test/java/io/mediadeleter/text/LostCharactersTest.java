package io.mediadeleter.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LostCharactersTest {

    @Test
    void remedy_isALocale_unlessThatIsUtf8() {
        assertThat(LostCharacters.remedy("ANSI_X3.4-1968"))
                .isEqualTo("cannot be read in this process's locale (ANSI_X3.4-1968): set LC_ALL=C.UTF-8");
        assertThat(LostCharacters.remedy("UTF-8"))
                .isEqualTo("has U+FFFD in it: it is not UTF-8, or characters were lost before");
    }
}
