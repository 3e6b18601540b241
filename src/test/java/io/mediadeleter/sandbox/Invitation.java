package io.mediadeleter.sandbox;

import java.io.PrintStream;
import java.net.URI;
import java.util.stream.Collectors;

/** What can be done with a sandbox that keeps running. Confined to one thread. */
record Invitation(SandboxServices stage, PrintStream out) {

    private static final String JAR = "java -jar target/media-deleter.jar ";

    void print() {
        String api = stage.simulator().uri().toString();
        out.println();
        out.println("Status pages: " + stage.pages().stream().map(URI::toString).collect(Collectors.joining(" and ")));
        out.println();
        out.println(
                "It keeps running; Ctrl-C ends it. In another terminal (the jar is made by: mvn -DskipTests package):");
        out.println();
        stage.environment().forEach((name, value) -> out.println("export " + name + "=" + value));
        out.println();
        out.println(JAR + "request --file-id 5285485487985271487");
        out.println(JAR + "request --file-id 5285485487985271488 --part TranscodeFiles:100230");
        out.println(JAR + "status");
        out.println(JAR + "trace --file-id 5285485487985271487");
        out.println(JAR + "dead-letters list");
        out.println(JAR + "dead-letters replay --fault TRANSIENT");
        out.println("MEDIA_DELETER_INSTANCE_ID=sandbox-3 " + JAR + "run");
        out.println("curl " + api + "/control/state");
        out.println("curl -X POST " + api + "/control/faults -d '{\"faults\":[\"InternalError:0.2\"]}'");
        out.println("curl -X PUT " + api + "/control/settings -d '{\"quota\":10}'");
        out.println();
        out.println("Results and dead letters as they come:");
        out.flush();
    }
}
