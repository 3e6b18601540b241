package io.mediadeleter.service.operations;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mediadeleter.fixture.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A browser without a window. Stateless. */
final class Chromium {

    static final String BINARY = "chromium";
    private static final Path PICTURES = Path.of("target", "status-page");

    private Chromium() {}

    /** The document as the page's scripts have made it within 3 s of the browser's time; with a picture of it. */
    static String show(URI page, String name) {
        try {
            Path folder = Files.createDirectories(PICTURES).toAbsolutePath();
            Path dom = folder.resolve(name + ".html");
            Programs.run(new ProcessBuilder(List.of(
                            BINARY,
                            "--headless",
                            "--no-sandbox", // as root it does not start with one
                            "--disable-gpu",
                            "--disable-dev-shm-usage",
                            "--no-first-run",
                            "--user-data-dir=" + folder.resolve("profile"),
                            "--window-size=1280,1000",
                            "--virtual-time-budget=3000",
                            "--screenshot=" + folder.resolve(name + ".png"),
                            "--dump-dom",
                            page.toString()))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .redirectOutput(dom.toFile()));
            return Files.readString(dom, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
