package io.mediadeleter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tests that the packages' lists of invariants name are there, and are run. */
class InvariantsTest {

    private static final Pattern NAMED = Pattern.compile("((?:\\w+\\.)?\\w+Test)#(\\w+)");

    @ParameterizedTest
    @ValueSource(strings = {"offset", "pipeline"})
    void everyInvariant_namesATestThatIsRun(String name) throws IOException, ClassNotFoundException {
        String text = Files.readString(Path.of("src/main/java/io/mediadeleter", name, "package-info.java"));
        List<String> invariants = Arrays.stream(text.split("<li>")).skip(1).toList();
        List<MatchResult> named = NAMED.matcher(text).results().toList();

        assertThat(invariants)
                .isNotEmpty()
                .allSatisfy(invariant -> assertThat(invariant).containsPattern(NAMED));
        for (MatchResult test : named) {
            Class<?> tests = Class.forName("io.mediadeleter." + name + "." + test.group(1));
            assertThat(Arrays.stream(tests.getDeclaredMethods()))
                    .as(test.group())
                    .anyMatch(method -> method.getName().equals(test.group(2))
                            && (method.isAnnotationPresent(Test.class)
                                    || method.isAnnotationPresent(ParameterizedTest.class)
                                    || method.isAnnotationPresent(Property.class)));
        }
    }
}
