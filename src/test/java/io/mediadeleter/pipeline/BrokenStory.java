package io.mediadeleter.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Stories of the product with {@link BrokenLine}s, in a world of its own, in which the broken classes are the first of their names. */
final class BrokenStory implements AutoCloseable {

    private final URLClassLoader loader;
    private final LongConsumer story;

    /**
     * Compiles the broken classes.
     *
     * @param classes an empty directory
     */
    BrokenStory(List<BrokenLine> lines, Path classes) throws IOException, ReflectiveOperationException {
        for (BrokenLine line : lines) {
            compile(line, classes);
        }
        List<URL> urls = new ArrayList<>();
        urls.add(classes.toUri().toURL());
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        loader = new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
        story = (LongConsumer)
                loader.loadClass(Story.class.getName()).getDeclaredConstructor().newInstance();
    }

    /**
     * What the first story says that shows the fault: that of {@code likely}, or else one below {@code seeds}.
     *
     * @param saying what it has to say: a fault may show in several ways
     */
    Optional<String> found(long likely, int seeds, String saying) {
        return LongStream.concat(LongStream.of(likely), LongStream.range(0, seeds))
                .boxed()
                .flatMap(this::shown)
                .filter(told -> told.contains(saying))
                .findFirst();
    }

    private Stream<String> shown(long seed) {
        try {
            story.accept(seed);
            return Stream.empty();
        } catch (AssertionError found) {
            return Stream.of(String.valueOf(found.getMessage()).replaceAll("\\s+", " "));
        }
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }

    private static void compile(BrokenLine line, Path classes) throws IOException {
        Path source = classes.resolve(line.path().getFileName());
        Files.writeString(source, line.brokenSource());
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        int status = compiler.run(
                null,
                null,
                null,
                "-proc:none",
                "-nowarn",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                classes.toString(),
                source.toString());
        assertThat(status).as("javac of %s", line).isZero();
    }
}
