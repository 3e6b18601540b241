package io.mediadeleter.cli.topics;

import io.mediadeleter.config.Settings;
import io.mediadeleter.kafka.client.AdminSession;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.kafka.partitions.LeftoverSearch;
import io.mediadeleter.kafka.topics.TopicAdmin;
import io.mediadeleter.kafka.topics.TopicInspection.TopicFinding;
import io.mediadeleter.kafka.topics.TopicPlan;
import io.mediadeleter.text.Printable;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Creates the topics and checks them. */
@Command(
        name = "topics",
        description = "Create the topics, or check those that are there.",
        footer = {
            "",
            "Examples:",
            "  media-deleter topics create",
            "  MEDIA_DELETER_TOPICS_PARTITIONS=24 media-deleter topics create",
            "  media-deleter topics check --config media-deleter.properties"
        })
public final class TopicsCommand implements Runnable {

    private final Supplier<Settings> settings;

    @Spec
    private CommandSpec spec;

    public TopicsCommand(Supplier<Settings> settings) {
        this.settings = settings;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing a command: create or check");
    }

    @Command(
            name = "create",
            description = "Create the topics that are missing; leave the others as they are.",
            footer = {
                "",
                "Each topic gets media-deleter.topics.partitions partitions, but the quota topic and the control topic"
                        + " get one; and media-deleter.topics.replication-factor replicas. May be run again at any time."
            })
    int create() {
        Settings loaded = settings.get();
        TopicPlan plan = loaded.topicPlan();
        try (TopicAdmin admin = new TopicAdmin(loaded.kafka())) {
            List<String> created = admin.create(plan);
            plan.topics()
                    .forEach(topic ->
                            out().println((created.contains(topic.name()) ? "created  " : "exists   ") + topic.name()));
        }
        return ExitCode.OK;
    }

    @Command(
            name = "check",
            description = "Compare the topics with what is needed.",
            footer = {
                "",
                "Prints a line for everything that is missing or wrong, with how to fix it, and exits with 1. Says how long"
                        + " results are kept, and warns if that is less than 90 days."
            })
    int check() {
        Settings loaded = settings.get();
        TopicPlan plan = loaded.topicPlan();
        try (TopicAdmin admin = new TopicAdmin(loaded.kafka())) {
            List<TopicFinding> findings = admin.check(plan);
            findings.forEach(finding -> out().println(Printable.of(finding.toString())));
            if (findings.isEmpty()) {
                out().println("All " + plan.topics().size() + " topics are as they should be.");
            }
            admin.keeps(plan, loaded.topics().deleted())
                    .map(kept -> kept.sentence(loaded.kafka().bootstrapServers()))
                    .ifPresent(out()::println);
            printLeftBehind(loaded);
            return findings.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    /** What these settings leave behind is named; the topics are as they should be all the same. */
    private void printLeftBehind(Settings loaded) {
        try (AdminSession session = AdminSession.open(loaded.kafka())) {
            LeftoverSearch.find(session, loaded.kafka(), loaded.topics())
                    .forEach(left -> out().println("left behind: " + left));
        } catch (KafkaFailure unknown) {
            out().println("left behind: not known: " + Printable.of(String.valueOf(unknown.getMessage())));
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
