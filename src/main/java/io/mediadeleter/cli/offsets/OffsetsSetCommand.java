package io.mediadeleter.cli.offsets;

import io.mediadeleter.cli.console.OutputFormat;
import io.mediadeleter.cli.console.ProcessContext;
import io.mediadeleter.cli.control.Author;
import io.mediadeleter.config.Settings;
import io.mediadeleter.control.ControlEntry.Decided;
import io.mediadeleter.control.StartDecision;
import io.mediadeleter.control.StartPosition;
import io.mediadeleter.kafka.client.AdminSession;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.kafka.control.ControlFailure;
import io.mediadeleter.kafka.control.ControlTopicClient;
import io.mediadeleter.kafka.control.GroupRoll;
import io.mediadeleter.kafka.partitions.OffsetlessLookup;
import io.mediadeleter.kafka.partitions.PartitionContents;
import io.mediadeleter.text.CommandFailure;
import io.mediadeleter.text.Figures;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Decides where the group begins to read partitions that it has no offset for. */
@Command(
        name = "set",
        description = "Decide where the group begins to read partitions that it has no offset for.",
        footer = {
            "",
            "It changes nothing about partitions that the group has an offset for. What lies before the place where the"
                    + " group begins is never called, and ends neither in a result nor in a dead letter. What is older"
                    + " than requests.max-age becomes a dead letter.",
            "",
            "Instances that run apply it within seconds; the command waits for that. Those that start within the next"
                    + " hour apply it, too, if none runs. On a terminal it asks first.",
            "",
            "Examples:",
            "  media-deleter offsets set earliest                  call all that is there",
            "  media-deleter offsets set 2026-11-20T08:00:00Z      what was written then or later",
            "  media-deleter offsets set latest                    nothing of what is there"
        })
final class OffsetsSetCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    private static final String COUNTS = ". The decision counts for " + Figures.about(StartDecision.COUNTS_FOR)
            + "; see the status page of the instances.";

    private final ProcessContext context;

    @Parameters(
            arity = "1",
            paramLabel = "POSITION",
            converter = StartArgument.Converter.class,
            description = "earliest, latest, or a time: 2026-11-25T09:00:00Z, or 2h for two hours ago.")
    @SuppressWarnings("NullAway.Init")
    private StartArgument position;

    @Option(names = "--by", paramLabel = "NAME", description = "Who decides. Default: this user and host.")
    private @Nullable String by;

    @Option(names = "--yes", description = "Do not ask. Without a terminal nothing is asked.")
    private boolean yes;

    @Mixin
    private final OutputFormat.Choice format = new OutputFormat.Choice();

    private boolean isOnItsWay;

    OffsetsSetCommand(ProcessContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        StartPosition place = position.notAhead(context.time().now(), format.commandLine());
        Author.check(by, format.commandLine());
        Settings settings = context.settings().get();
        return format.reportingFailure(
                () -> set(settings, place),
                failed -> format.print(OffsetlessOutput.failed(isOnItsWay ? place : null, failed)));
    }

    private int set(Settings settings, StartPosition place) throws InterruptedException {
        try (AdminSession session = AdminSession.open(settings.kafka())) {
            requireTopic(session, settings.topics().requested());
            Map<TopicPartition, PartitionContents> all = look(session, settings);
            Map<TopicPartition, PartitionContents> unplaced = OffsetlessOutput.undecided(all);
            if (unplaced.isEmpty()) {
                say("The group " + settings.kafka().groupId()
                        + " has an offset for every partition with records in it: there is nothing to decide.");
                return ended(ExitCode.OK, null, unplaced, unplaced);
            }
            say("The group " + settings.kafka().groupId() + " has no offset for some partitions: "
                    + OffsetlessOutput.inWords(unplaced) + ".");
            if (!context.agrees(yes, "Begin at " + place + "?")) {
                say("Nothing was decided.");
                return ended(ExitCode.SOFTWARE, null, unplaced, unplaced);
            }
            try (ControlTopicClient client =
                    new ControlTopicClient(settings.kafka(), settings.topics().control())) {
                isOnItsWay = true;
                client.decide(new Decided(place, by == null ? Author.ofThisProcess() : by, OffsetlessOutput.ends(all)));
                try {
                    return followed(session, settings, client, place, unplaced);
                } catch (KafkaFailure | ControlFailure unseen) {
                    complain("Decided, but whether it was carried out is not known: " + unseen.getMessage() + COUNTS);
                    return ended(ExitCode.SOFTWARE, place, unplaced, null);
                }
            }
        }
    }

    /** Gives instances time to follow. */
    private int followed(
            AdminSession session,
            Settings settings,
            ControlTopicClient client,
            StartPosition place,
            Map<TopicPartition, PartitionContents> unplaced)
            throws InterruptedException {
        if (!hasMembers(settings)) {
            say("Decided. No instance is running; those that start within " + Figures.about(StartDecision.COUNTS_FOR)
                    + " begin there.");
            return ended(ExitCode.OK, place, unplaced, unplaced);
        }
        long deadline = context.time().nanoTime() + PATIENCE.toNanos();
        Map<TopicPartition, PartitionContents> left = lookUntil(deadline, session, settings);
        while (!left.isEmpty() && context.time().nanoTime() - deadline < 0) {
            context.time().sleep(LOOK_AGAIN);
            left = lookUntil(deadline, session, settings);
        }
        if (left.isEmpty()) {
            return done(client, place, unplaced);
        }
        complain("Decided, but still without an offset after " + PATIENCE.toSeconds() + " s: "
                + OffsetlessOutput.inWords(left) + COUNTS);
        return ended(ExitCode.SOFTWARE, place, unplaced, left);
    }

    private int done(ControlTopicClient client, StartPosition place, Map<TopicPartition, PartitionContents> unplaced) {
        String done = "Done: the group has an offset for every partition.";
        try {
            client.undecide();
        } catch (ControlFailure standing) {
            complain(done + " But the decision could not be taken back: " + standing.getMessage() + COUNTS);
            return ended(ExitCode.SOFTWARE, place, unplaced, Map.of());
        }
        say(done);
        return ended(ExitCode.OK, place, unplaced, Map.of());
    }

    /** A leader that moves answers a moment later; what a client may not do, it may not do then either. */
    private Map<TopicPartition, PartitionContents> lookUntil(long deadline, AdminSession session, Settings settings)
            throws InterruptedException {
        for (; ; ) {
            try {
                return OffsetlessOutput.undecided(look(session, settings));
            } catch (KafkaFailure failed) {
                if (failed.getCause() instanceof AuthorizationException
                        || context.time().nanoTime() - deadline >= 0) {
                    throw failed;
                }
                context.time().sleep(LOOK_AGAIN);
            }
        }
    }

    private void complain(String sentence) {
        format.err().println(sentence);
    }

    /**
     * Tells programs what became of it; the exit code.
     *
     * @param place null when nothing was decided
     * @param left null when that is not known
     */
    private int ended(
            int exitCode,
            @Nullable StartPosition place,
            Map<TopicPartition, PartitionContents> before,
            @Nullable Map<TopicPartition, PartitionContents> left) {
        if (format.isJson()) {
            format.print(OffsetlessOutput.json(place, before, left));
        }
        return exitCode;
    }

    /** For people: programs read one object and nothing else. */
    private void say(String sentence) {
        format.messages().println(sentence);
    }

    /** Of a topic that is not there nothing could be said but that nothing is to decide. */
    private static void requireTopic(AdminSession session, String topic) {
        boolean isThere = session.answerUnless(
                        UnknownTopicOrPartitionException.class,
                        "describe the topic " + topic,
                        session.admin().describeTopics(List.of(topic)).allTopicNames())
                .isPresent();
        if (!isThere) {
            throw new CommandFailure("There is no topic " + topic + ". Set topics.requested as the service has it");
        }
    }

    private static boolean hasMembers(Settings settings) {
        try (GroupRoll roll = new GroupRoll(settings.kafka())) {
            return !roll.members().isEmpty();
        }
    }

    private Map<TopicPartition, PartitionContents> look(AdminSession session, Settings settings) {
        Duration maxAge = settings.requests().ageLimit().maxAge();
        Instant oldest = maxAge == null ? null : context.time().now().minus(maxAge);
        return OffsetlessLookup.all(session, settings.kafka(), settings.topics(), oldest);
    }
}
