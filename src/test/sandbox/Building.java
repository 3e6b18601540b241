import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Says every few seconds that Maven builds the sandbox, until the sandbox runs or Maven has ended. Java runs it from its
 * source, beside the build: {@code java Building.java TARGET}.
 */
public final class Building {

    private static final long QUIET_SECONDS = 3;
    private static final long BETWEEN_LINES_SECONDS = 5;

    public static void main(String[] args) throws IOException, InterruptedException {
        Path building = Path.of(args[0], "sandbox.building");
        Files.createDirectories(building.getParent());
        Files.writeString(building, "");
        ProcessHandle maven = ProcessHandle.current().parent().orElseThrow();
        long started = System.nanoTime();
        long nextLine = QUIET_SECONDS;
        while (!endsWithinAMoment(maven) && Files.exists(building)) {
            long seconds = (System.nanoTime() - started) / 1_000_000_000;
            if (seconds >= nextLine) {
                System.out.printf("%6d s  building; the first time, a minute or two%n", seconds);
                nextLine = seconds + BETWEEN_LINES_SECONDS;
            }
        }
    }

    private static boolean endsWithinAMoment(ProcessHandle process) throws InterruptedException {
        try {
            process.onExit().get(100, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException runs) {
            return false;
        } catch (ExecutionException cannotBeTold) {
            return true;
        }
    }
}
