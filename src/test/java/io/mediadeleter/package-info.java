/**
 * What is where in the test sources. A room's tests are in the room's own package; what several of them stand on is below.
 *
 * <table>
 * <caption>Kinds of tests</caption>
 * <tr><th>name</th><th>what it is</th><th>where it runs</th></tr>
 * <tr><td>{@code *Test}</td><td>a specification: no Kafka, no waiting, time as an argument. Properties ({@code *PropertyTest},
 * {@code *ModelTest}) are jqwik's; simulations ({@code *SimulationTest}) tell stories in virtual time, one for each seed</td>
 * <td>surefire, two JVMs</td></tr>
 * <tr><td>{@code *IT}</td><td>with a real broker, the packaged jar or both</td><td>failsafe, {@code it.forks} JVMs beside each
 * other; those that are {@link io.mediadeleter.fixture.Alone} afterwards</td></tr>
 * </table>
 *
 * <table>
 * <caption>What tests stand on</caption>
 * <tr><th>package</th><th>what is there</th></tr>
 * <tr><td>{@code fixture}</td><td>Kafka for a test class ({@link io.mediadeleter.fixture.WithKafka}), child JVMs, ports, clocks,
 * how long a test waits ({@link io.mediadeleter.fixture.Patience}) and what keeps integration tests apart
 * ({@link io.mediadeleter.fixture.Alone})</td></tr>
 * <tr><td>{@code app}</td><td>{@code ServiceRig}: instances in this JVM between that Kafka and a simulated API, with topics of
 * their own; {@code Jar}, {@code Cli}: the program in a process, and the command line in this JVM</td></tr>
 * <tr><td>{@code chaos}</td><td>instances and brokers as processes that are killed: {@code Group}, {@code ClusterProcess},
 * {@code Traffic} (asks), {@code Follower} (reads what came of it), {@code Verifier} (compares)</td></tr>
 * <tr><td>{@code pipeline}</td><td>{@code LoopFixture}, {@code FakeKafka}, {@code VirtualTime}: the loop driven by hand;
 * {@code Simulated*}, {@code Story}, {@code Planted}: the world of the simulation, and faults that it has to find</td></tr>
 * <tr><td>{@code quota}</td><td>the same for the shared quota: {@code QuotaSimulation}, {@code QuotaScenario}, {@code
 * PlantedFault}</td></tr>
 * <tr><td>{@code vod}</td><td>{@code MisbehavingServer}, {@code Behaviour}: an API that answers as wrongly as it is told</td></tr>
 * <tr><td>{@code sandbox}</td><td>no test: {@code mvn -Psandbox}, and its own {@code SandboxIT}</td></tr>
 * </table>
 *
 * <p>No test measures the machine. A wait is for a condition and ends a test that hangs ({@link
 * io.mediadeleter.fixture.Patience}); what a promise says of time is shown in virtual time, and where only a real clock will
 * do, a {@link io.mediadeleter.fixture.Metronome} tells how late the machine is by itself.
 */
package io.mediadeleter;
