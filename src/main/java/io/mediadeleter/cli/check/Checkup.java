package io.mediadeleter.cli.check;

import io.mediadeleter.time.Daemon;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Does checks one after the other, each within a time limit, whatever came of those before. Confined to one thread. */
final class Checkup {

    private final Duration limit;

    /**
     * Does nothing yet.
     *
     * @param limit of each check
     */
    Checkup(Duration limit) {
        this.limit = limit;
    }

    /** Does all checks, telling each finding at once; returns all of them. */
    List<Finding> run(List<Check> checks, Consumer<Finding> told) throws InterruptedException {
        List<Finding> all = new ArrayList<>();
        Set<String> unsound = new HashSet<>();
        for (Check check : checks) {
            List<String> lacking =
                    check.needs().stream().filter(unsound::contains).toList();
            List<Finding> findings = lacking.isEmpty()
                    ? look(check)
                    : List.of(Finding.skipped(check.name(), String.join(" and ", lacking)));
            if (findings.stream().anyMatch(Finding::isUnsound)) {
                unsound.add(check.name());
            }
            findings.forEach(told);
            all.addAll(findings);
        }
        return all;
    }

    /** On a thread of its own: a name server or a role's endpoint may never answer. */
    private List<Finding> look(Check check) throws InterruptedException {
        FutureTask<List<Finding>> task = new FutureTask<>(check.look());
        Thread thread = Daemon.start("check-" + check.name(), task);
        try {
            return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            thread.interrupt();
            return List.of(Finding.wrong(check.name(), "no answer within " + limit.toSeconds() + " s", null));
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            String message = cause.getMessage();
            return List.of(Finding.wrong(check.name(), message == null ? cause.toString() : message, null));
        }
    }

    /**
     * One thing to look at.
     *
     * @param needs checks that must have found nothing wrong
     * @param look finds at least one line; what it throws is wrong, too
     */
    record Check(String name, List<String> needs, Callable<List<Finding>> look) {

        Check {
            needs = List.copyOf(needs);
        }
    }
}
