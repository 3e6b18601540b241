package io.mediadeleter.cli.check;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mediadeleter.cli.check.Checkup.Check;
import io.mediadeleter.cli.check.Finding.Verdict;
import io.mediadeleter.config.InvalidSettings;
import io.mediadeleter.config.SettingValue;
import io.mediadeleter.config.Settings;
import io.mediadeleter.text.Figures;
import io.mediadeleter.text.Printable;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks all that the service needs. Confined to one thread. */
@Command(
        name = "check",
        description = "Check everything the service needs, and say what is wrong and how to fix it.",
        footer = {
            "",
            "Run it first, and again when something fails. It looks at the settings and where each comes from, the"
                    + " brokers, the topics, this client's rights there, pauses and holds, the quota, the clocks, the way to the"
                    + " API and the credentials. For each it prints `ok`, `warning`, `wrong` with what to do, or `skipped` with"
                    + " the reason. It never shows a secret, and does not disturb an instance that runs.",
            "",
            "Exit codes: 0 nothing is `wrong` or `skipped`, whatever the warnings; 1 otherwise, also for wrong settings; 2"
                    + " usage error.",
            "",
            "Examples:",
            "  media-deleter check",
            "  media-deleter check --call             tries the credentials, too",
            "  media-deleter check --format json      for scripts"
        })
public final class CheckCommand implements Callable<Integer> {

    /** How findings are printed. */
    private enum Format {
        TABLE,
        /** What it was called here alone. */
        TEXT,
        JSON
    }

    private static final String SETTINGS = "settings";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Supplier<Settings> settings;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--call",
            description = "Make one call of DeleteMedia with a file id that no media has: it proves the credentials and"
                    + " their permission, and deletes nothing. It names vod.default-sub-app-id, or no sub-application. Not with"
                    + " dry-run=true.")
    private boolean call;

    @Option(names = "--all", description = "Show the settings that are at their defaults, too.")
    private boolean all;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "table (the default) or text: a line for each finding. json: one object with all of them.")
    private Format format = Format.TABLE;

    public CheckCommand(Supplier<Settings> settings) {
        this.settings = settings;
    }

    @Override
    public Integer call() throws InterruptedException {
        List<Finding> findings = new Checkup(LIMIT).run(checks(), this::tell);
        long wrong = count(findings, Verdict.WRONG);
        long skipped = count(findings, Verdict.SKIPPED);
        long warnings = count(findings, Verdict.WARNING);
        boolean isWell = wrong + skipped == 0;
        if (format == Format.JSON) {
            out().println(json(isWell, findings));
        } else {
            String but = warnings == 0 ? "" : ", " + Figures.count(warnings, "warning");
            out().println((isWell ? "All is ok" : wrong + " wrong, " + skipped + " skipped") + but + ".");
        }
        return isWell ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private List<Check> checks() {
        try {
            Settings loaded = settings.get();
            return checks(() -> loaded);
        } catch (InvalidSettings invalid) {
            return checks(settings).stream()
                    .map(check -> without(invalid, check))
                    .toList();
        }
    }

    private List<Check> checks(Supplier<Settings> loaded) {
        Supplier<KafkaChecks> kafka = () -> new KafkaChecks(loaded.get());
        List<String> brokers = List.of(KafkaChecks.BROKERS);
        List<String> ready = List.of(KafkaChecks.BROKERS, KafkaChecks.TOPICS, KafkaChecks.RIGHTS);
        List<Check> checks = new ArrayList<>(List.of(
                new Check(SETTINGS, List.of(), () -> origins(loaded.get())),
                new Check(KafkaChecks.BROKERS, List.of(), () -> kafka.get().brokers()),
                new Check(KafkaChecks.TOPICS, brokers, () -> new TopicChecks(loaded.get()).topics()),
                new Check(KafkaChecks.RIGHTS, brokers, () -> kafka.get().rights()),
                new Check(KafkaChecks.COMMITS, ready, () -> kafka.get().commits()),
                new Check(StartCheck.START, ready, () -> StartCheck.start(loaded.get())),
                new Check(HoldChecks.HOLDS, ready, () -> HoldChecks.holds(loaded.get())),
                new Check(KafkaChecks.QUOTA, ready, () -> kafka.get().quota()),
                new Check(KafkaChecks.CLOCK, brokers, () -> kafka.get().clock()),
                new Check(ApiChecks.ENDPOINT, List.of(), () -> ApiChecks.endpoint(loaded.get())),
                new Check(ApiChecks.CREDENTIALS, List.of(), () -> ApiChecks.credentials(loaded.get()))));
        if (call) {
            List<String> needs = List.of(ApiChecks.ENDPOINT, ApiChecks.CREDENTIALS);
            checks.add(new Check(ApiChecks.CALL, needs, () -> ApiChecks.call(loaded.get())));
        }
        return checks;
    }

    /** What is left of a check without settings. The credentials are no setting: they can be looked for all the same. */
    private static Check without(InvalidSettings invalid, Check check) {
        return switch (check.name()) {
            case SETTINGS -> new Check(SETTINGS, List.of(), () -> problems(invalid));
            case ApiChecks.CREDENTIALS -> new Check(check.name(), List.of(), () -> ApiChecks.credentials(null));
            default -> new Check(check.name(), List.of(SETTINGS), List::of);
        };
    }

    private static List<Finding> problems(InvalidSettings invalid) {
        return invalid.problems().stream()
                .map(problem -> Finding.wrong(SETTINGS, problem, null))
                .toList();
    }

    private List<Finding> origins(Settings loaded) {
        List<Finding> findings = new ArrayList<>();
        List<SettingValue> shown = loaded.origins().stream()
                .filter(value -> all || !value.isDefault())
                .toList();
        shown.forEach(value ->
                findings.add(Finding.ok(SETTINGS, value.name() + " = " + value.shown() + " (" + value.source() + ")")));
        int defaults = loaded.origins().size() - shown.size();
        if (defaults > 0) {
            findings.add(Finding.ok(SETTINGS, defaults + " are at their defaults; --all shows them"));
        }
        loaded.warnings().forEach(warning -> findings.add(Finding.warning(SETTINGS, warning)));
        return findings;
    }

    private void tell(Finding finding) {
        if (format != Format.JSON) {
            out().println(finding);
        }
    }

    private static long count(List<Finding> findings, Verdict verdict) {
        return findings.stream().filter(finding -> finding.verdict() == verdict).count();
    }

    private static String json(boolean isWell, List<Finding> findings) {
        ObjectNode report = JsonNodeFactory.instance.objectNode().put("ok", isWell);
        ArrayNode list = report.putArray("findings");
        for (Finding finding : findings) {
            ObjectNode line = list.addObject()
                    .put("check", finding.check())
                    .put("verdict", finding.verdict().word())
                    .put("what", finding.what());
            if (finding.remedy() != null) {
                line.put("remedy", finding.remedy());
            }
        }
        return Printable.lines(report.toPrettyString());
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
