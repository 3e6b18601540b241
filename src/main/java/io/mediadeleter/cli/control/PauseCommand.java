package io.mediadeleter.cli.control;

import io.mediadeleter.cli.console.OutputFormat;
import io.mediadeleter.cli.console.ProcessContext;
import io.mediadeleter.cli.console.Progress;
import io.mediadeleter.config.Settings;
import io.mediadeleter.control.ControlEntry.Put;
import io.mediadeleter.control.Selector;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.kafka.control.ControlFailure;
import io.mediadeleter.pipeline.port.ControlLogRefused;
import io.mediadeleter.text.CommandFailure;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Stops all calls of the group. */
@Command(
        name = "pause",
        description = "Stop all deletion of the group, until resume.",
        footer = {
            "",
            "Once it has returned 0, no instance of the group starts a call: not one that runs, is restarted or is added"
                    + " later. Requests wait where they are; no attempt is counted and no dead letter is written. It takes"
                    + " about 7 seconds, and needs no running instance and no credentials for the API. Its last line names the"
                    + " instances: where none of yours is among them, it has asked another group or other brokers.",
            "",
            "It returns 1 when it cannot be certain, and says why: such as an instance of an older version, which does not"
                    + " know of pauses. The pause stands all the same.",
            "",
            "Examples:",
            "  media-deleter pause --reason \"wrong export from the CMS\"",
            "  media-deleter pause --reason \"maintenance of the archive\" --for 2h",
            "  media-deleter holds list"
        })
public final class PauseCommand implements Callable<Integer> {

    /** Without signs that one takes for another. */
    private static final String SIGNS = "23456789abcdefghjkmnpqrstuvwxyz";

    private static final int KEY_LENGTH = 6;

    private final ProcessContext context;

    @Mixin
    private final HoldTerms terms = new HoldTerms();

    @Mixin
    private final OutputFormat.Choice format = new OutputFormat.Choice();

    public PauseCommand(ProcessContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        terms.check(format.commandLine());
        Settings settings = context.settings().get();
        PrintWriter messages = format.messages();
        List<Selector> keys = List.of(newPause());
        Put pause = new Put(keys.get(0), terms.reason(), terms.by(), null, terms.lasts());
        HoldReport report = new HoldReport("pause", terms, settings, format);
        return report.programs().of(() -> open(settings, messages), session -> {
            ControlSession.WriteOutcome end =
                    session.write(keys, chunk -> session.client().put(List.of(pause)), Progress.unseen(context.time()));
            if (!end.isWhole()) {
                throw new CommandFailure("Not paused: " + end.reason());
            }
            messages.println(
                    "The pause " + keys.get(0) + " is written. Waiting until every instance is certain to obey.");
            return report.confirm("Paused.", keys, session, true);
        });
    }

    /** Whoever wants to stop deletion has to read first that it goes on. */
    private ControlSession open(Settings settings, PrintWriter messages) {
        try {
            return new ControlSession(settings, context, hold -> hold.selector().isPause(), messages);
        } catch (KafkaFailure failed) {
            if (failed.isMisconfiguration()) {
                throw failed;
            }
            throw new CommandFailure("Not paused: " + failed.getMessage());
        } catch (ControlFailure | ControlLogRefused failed) {
            throw new CommandFailure("Not paused: " + failed.getMessage());
        }
    }

    /** Of a billion possible keys; none is {@link Selector#BRAKE}. */
    static Selector newPause() {
        return Selector.pause(new SecureRandom()
                .ints(KEY_LENGTH, 0, SIGNS.length())
                .mapToObj(sign -> SIGNS.substring(sign, sign + 1))
                .collect(Collectors.joining()));
    }
}
