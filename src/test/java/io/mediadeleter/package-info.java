/**
 * What is where in the test sources. A package's tests are in that package; what several of them stand on is below.
 *
 * <table>
 * <caption>Kinds of tests</caption>
 * <tr><th>name</th><th>what it is</th><th>where it runs</th></tr>
 * <tr><td>{@code *Test}</td><td>a specification: no Kafka, no waiting, time as an argument. Properties ({@code *PropertyTest},
 * {@code *ModelTest}) are jqwik's; simulations ({@code *SimulationTest}) tell stories in virtual time, one for each seed</td>
 * <td>surefire, three JVMs</td></tr>
 * <tr><td>{@code *IT}</td><td>with a real broker, the packaged jar or both</td><td>failsafe, {@code it.forks} JVMs beside each
 * other; {@link io.mediadeleter.fixture.Alone} afterwards</td></tr>
 * </table>
 *
 * <table>
 * <caption>What tests stand on</caption>
 * <tr><th>package</th><th>what is there</th></tr>
 * <tr><td>{@code fixture}</td><td>Kafka for a test class ({@link io.mediadeleter.fixture.WithKafka}), child JVMs and
 * the archive of classes they start with ({@link io.mediadeleter.fixture.SharedClasses}), ports, clocks,
 * what a logger writes ({@link io.mediadeleter.fixture.LogLines}), how long a test waits ({@link io.mediadeleter.fixture.Patience})</td></tr>
 * <tr><td>{@code service}</td><td>{@code ServiceRig}: instances in this JVM between that Kafka and a simulated API, with topics of
 * their own; the packages below say what they are tested for</td></tr>
 * <tr><td>{@code cli}</td><td>{@code Jar}: the program in a process; {@code Cli}: the command line in this JVM</td></tr>
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
 * <p>An integration test shares its JVM and its broker with classes before and after it, and the machine with classes in other JVMs.
 * So it names topics, groups and transactional ids by {@link io.mediadeleter.fixture.KafkaFixture#unique}, binds port 0 or takes
 * {@link io.mediadeleter.fixture.FreePorts}, writes only below a {@code @TempDir} or under a name of its own below {@code target},
 * and puts back what it changes of the JVM, such as a log level. Where each test of a class has all it touches to itself, the
 * class says {@code @WithKafka.Together}: its tests run beside each other, up to four.
 *
 * <p>No test measures the machine: any thread and any process may stand still for seconds. A wait is for a condition, and its
 * limit ends a test that hangs ({@link io.mediadeleter.fixture.Patience}); what a promise says of time is shown in virtual time, and where only a real clock will
 * do, a {@link io.mediadeleter.fixture.Metronome} tells how late the machine is by itself.
 */
package io.mediadeleter;
