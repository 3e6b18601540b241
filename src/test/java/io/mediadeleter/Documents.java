package io.mediadeleter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** README.md and the pages of src/docs, as GitHub shows them. */
public final class Documents {

    public static final Path README = Path.of("README.md");
    public static final Path PAGES = Path.of("src/docs");

    private static final Pattern HEADING = Pattern.compile("#{1,6} +(.*?)(?: +#+)? *");
    private static final Pattern LINK = Pattern.compile("!?\\[((?:[^\\[\\]]|\\[[^\\[\\]]*])*)]\\(([^()\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("`[^`\n]*`");

    private Documents() {}

    public static Path page(String name) {
        return PAGES.resolve(name);
    }

    /** All pages of src/docs, the rationale among them. */
    public static List<Path> pages() {
        try (Stream<Path> files = Files.list(PAGES)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where links of a file lead to, as they are written; not those to other sites, and none in code. */
    public static List<String> relativeLinks(Path file) {
        String prose = CODE.matcher(String.join("\n", prose(file))).replaceAll("");
        return LINK.matcher(prose)
                .results()
                .map(link -> link.group(2))
                .filter(target -> !target.matches("[a-z]+:.*"))
                .toList();
    }

    /** The anchors that GitHub gives a file's headings. */
    public static Set<String> anchors(Path file) {
        Set<String> anchors = new LinkedHashSet<>();
        Map<String, Integer> seen = new HashMap<>();
        for (String line : prose(file)) {
            Matcher heading = HEADING.matcher(line);
            if (heading.matches()) {
                String anchor = anchor(heading.group(1));
                int before = seen.merge(anchor, 1, Integer::sum) - 1;
                anchors.add(before == 0 ? anchor : anchor + "-" + before);
            }
        }
        return anchors;
    }

    /** A file's text below the heading with this anchor, up to the next heading; empty where there is none. */
    public static String section(Path file, String anchor) {
        StringBuilder section = new StringBuilder();
        boolean isIn = false;
        for (String line : prose(file)) {
            Matcher heading = HEADING.matcher(line);
            if (heading.matches()) {
                isIn = anchor(heading.group(1)).equals(anchor);
            } else if (isIn) {
                section.append(line).append('\n');
            }
        }
        return section.toString();
    }

    /** Lower case; letters, digits, hyphens and underscores stay, blanks become hyphens, all else goes. */
    static String anchor(String heading) {
        String shown = LINK.matcher(heading).replaceAll("$1");
        return shown.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{M}\\p{N}_\\- ]", "")
                .replace(' ', '-');
    }

    /** The lines that are neither in a fence nor indented as code. */
    private static List<String> prose(Path file) {
        List<String> prose = new ArrayList<>();
        boolean fenced = false;
        for (String line : text(file).split("\n", -1)) {
            boolean fence = line.stripLeading().startsWith("```");
            if (!fenced && !fence && !line.startsWith("    ")) {
                prose.add(line);
            }
            fenced ^= fence;
        }
        return prose;
    }
}
