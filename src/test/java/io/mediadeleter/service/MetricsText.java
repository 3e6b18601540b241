package io.mediadeleter.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What {@code /metrics} says of each meter. Stateless. */
public final class MetricsText {

    private static final String HELP = "# HELP ";
    private static final String TYPE = "# TYPE ";

    private MetricsText() {}

    /** Each family has one text of its own and one type, and each sample belongs to a family. */
    public static void assertEachHasOneText(String metrics) {
        List<String> described = of(metrics, HELP).map(MetricsText::name).toList();
        List<String> typed = of(metrics, TYPE).map(MetricsText::name).toList();
        assertThat(described).isNotEmpty().doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(typed);
        assertThat(of(metrics, HELP)).allSatisfy(line -> assertThat(text(line)).isNotBlank());
        assertThat(metrics.lines().filter(line -> !line.startsWith("#")).map(line -> line.split("[{ ]", 2)[0]))
                .allSatisfy(sample -> assertThat(described).anyMatch(sample::startsWith));
        Map<String, List<String>> bearers = of(metrics, HELP)
                .filter(line -> name(line).startsWith("media_deleter_"))
                .collect(Collectors.groupingBy(
                        MetricsText::text, Collectors.mapping(MetricsText::meter, Collectors.toList())));
        assertThat(bearers)
                .allSatisfy((text, meters) ->
                        assertThat(meters.stream().distinct()).as(text).hasSize(1));
    }

    /** The samples as they would be without the label that all of them have: the group. */
    public static String withoutGroup(String metrics) {
        return metrics.replaceAll("\\{group=\"[^\"]*\"}", "").replaceAll("\\{group=\"[^\"]*\",", "{");
    }

    private static Stream<String> of(String metrics, String kind) {
        return metrics.lines().filter(line -> line.startsWith(kind)).map(line -> line.substring(kind.length()));
    }

    private static String name(String line) {
        return line.split(" ", 2)[0];
    }

    /** A timer's largest value is a family of its own, of the same meter. */
    private static String meter(String line) {
        return name(line).replaceFirst("_max$", "");
    }

    private static String text(String line) {
        String[] parts = line.split(" ", 2);
        return parts.length == 2 ? parts[1] : "";
    }
}
