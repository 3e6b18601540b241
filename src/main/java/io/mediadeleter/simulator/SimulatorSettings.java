package io.mediadeleter.simulator;

import io.mediadeleter.simulator.account.Account;
import io.mediadeleter.simulator.account.Call;
import io.mediadeleter.simulator.account.CallLog;
import io.mediadeleter.simulator.account.MediaLibrary;
import io.mediadeleter.simulator.account.QuotaWindow;
import io.mediadeleter.simulator.fault.FaultScript;
import io.mediadeleter.simulator.fault.Latency;
import io.mediadeleter.simulator.fault.TransferPace;
import io.mediadeleter.simulator.request.Credential;
import io.mediadeleter.simulator.request.Tc3Signature;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * How a simulator begins. Unless something else is set, that is on a free port of loopback, with the key pair
 * {@code simulator}/{@code simulator}, no quota, no latency and whatever media is asked for. Media, faults, quota and latency can be
 * changed while it runs; what is set here after its start counts for the next one. Not thread-safe.
 */
public final class SimulatorSettings {

    String host = "127.0.0.1";
    int port;
    List<Credential> credentials = Credential.PRESET;
    int quotaPerSecond = QuotaWindow.UNLIMITED;
    Latency latency = new Latency.Fixed(Duration.ZERO);
    Set<Long> subAppIds = Set.of();
    boolean autoCreate = true;
    long seed = 1;
    int callCapacity = 200_000;
    Duration longestSilence = Duration.ofSeconds(60);
    InstantSource clock = InstantSource.system();

    /** Where to listen; port 0 takes any free one. */
    public SimulatorSettings address(String newHost, int newPort) {
        host = newHost;
        port = newPort;
        return this;
    }

    /** Whose signatures are accepted. */
    public SimulatorSettings credentials(Credential... accepted) {
        credentials = List.of(accepted);
        return this;
    }

    /** Calls of each action that pass in each second; 0 lets all pass. */
    public SimulatorSettings quotaPerSecond(int calls) {
        quotaPerSecond = calls;
        return this;
    }

    public SimulatorSettings latency(Latency distribution) {
        latency = distribution;
        return this;
    }

    /** The sub-applications that exist, 0 for calls that name none; empty means any. */
    public SimulatorSettings subAppIds(Set<Long> existing) {
        subAppIds = Set.copyOf(existing);
        return this;
    }

    /** Whether a media that was never heard of is deemed to exist. */
    public SimulatorSettings autoCreate(boolean deemedToExist) {
        autoCreate = deemedToExist;
        return this;
    }

    /** Decides the latencies and the faults that have a probability. */
    public SimulatorSettings seed(long newSeed) {
        seed = newSeed;
        return this;
    }

    /** Calls of DeleteMedia that the log keeps, 1 or more; of DescribeMediaInfos a twentieth. */
    public SimulatorSettings callCapacity(int calls) {
        callCapacity = calls;
        return this;
    }

    /** After which a connection that is never answered is closed. */
    public SimulatorSettings longestSilence(Duration longest) {
        longestSilence = longest;
        return this;
    }

    /** For arrival times, signatures and the quota. */
    public SimulatorSettings clock(InstantSource source) {
        clock = source;
        return this;
    }

    /** The account that a simulator begins with. */
    public Account account() {
        SplittableRandom random = new SplittableRandom(seed);
        return new Account(
                new Tc3Signature(credentials),
                subAppIds,
                new MediaLibrary(autoCreate),
                new QuotaWindow(quotaPerSecond),
                new QuotaWindow(quotaPerSecond),
                new FaultScript(random.split()),
                new CallLog(callCapacity),
                new CallLog(Math.max(1, callCapacity / Call.MOST_FILE_IDS)),
                new TransferPace(latency, random.split()));
    }
}
