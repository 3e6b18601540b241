/**
 * The engine: how a delivery becomes a call and a call a settlement. One loop thread does all the bookkeeping, one
 * dispatcher thread spends the tokens, one control thread reads the control topic, and with a shared quota one quota thread
 * keeps this instance's share; all are driven turn by turn, so that a test can run them without a thread. Knows the world
 * by its ports only.
 *
 * <h2>What always holds, and the test that shows it</h2>
 *
 * <ul>
 *   <li>Every request has one settlement in the end, no offset is committed before its delivery is settled, and
 *       nothing of an older assignment counts, whatever dies, moves or is refused.
 *       (PipelineSimulationTest#anyStory_endsWithOneSettlementForEachRequest)
 *   <li>A story that breaks one of these is noticed. (PipelineSimulationTest#aPlantedFault_isFound)
 *   <li>What is settled is committed before partitions go.
 *       (LoopDrainTest#settlementsBehindAnAbortedBatch_areCommittedToo,
 *       LoopDrainTest#groupThatHasChanged_isFollowedSoThatWhatIsSettledIsCommitted)
 *   <li>A drain takes nothing in, and ends within its limit.
 *       (LoopDrainTest#whatArrivesDuringADrain_isNotTakenIn,
 *       LoopDrainTest#brokerThatStaysDown_isWaitedForNoLongerThanTheLimit)
 *   <li>No call is started by an instance that is out of touch with its group, or whose commits fail.
 *       (gate.PollHeartbeatTest#silentLoop_allowsNoCallsAfterFiveSeconds,
 *       gate.PollHeartbeatTest#failedCommit_allowsNoCallsUntilOneSucceedsThoughTheLoopPolls)
 *   <li>What waits is taken once, in calls that are bounded.
 *       (queue.PriorityLanesTest#whateverIsAdded_comesOutOnceWithinTheBounds)
 *   <li>Live requests go first, and one call in ten is for the others.
 *       (queue.PriorityLanesTest#whileLiveOnesWait_oneCallInTenIsALowerLanes)
 *   <li>Without word from the quota log the tokens end by themselves.
 *       (quota.QuotaKeeperTest#keeperThatHangs_theBucketStopsByItself)
 * </ul>
 */
@NullMarked
package io.mediadeleter.pipeline;

import org.jspecify.annotations.NullMarked;
