/**
 * The ledgers of what was read and what is settled, partition by partition, and what may be committed of it. No I/O, no
 * clock, no threads; imports {@code event} only.
 *
 * <h2>What always holds, and the test that shows it</h2>
 *
 * <ul>
 *   <li>What is committed is the lowest open offset: all below it is settled.
 *       (PartitionLedgerModelTest#anyInterleaving_commitsTheLowestOpenOffsetAndTheNextOwnerSkipsExactlyTheSettled)
 *   <li>The next owner skips what was settled above it, and nothing else.
 *       (PartitionLedgerTest#settledOutOfOrder_theNextOwnerSkipsThemAndNoOther)
 *   <li>Offsets that never come count as settled. (PartitionLedgerTest#offsetsThatNeverCome_countAsSettled)
 *   <li>Nothing is settled twice, nor what was never open.
 *       (PartitionLedgerTest#settledTwiceOrNeverEntered_countsOnce)
 *   <li>What belongs to an older assignment neither enters nor settles.
 *       (OffsetLedgerTest#deliveryOfAnOlderAssignment_neitherEntersNorSettles)
 *   <li>A window bounds the memory: what is beyond it waits.
 *       (PartitionLedgerTest#aGapWiderThanTheWindowBehindAnOpenOffset_waitsForIt)
 *   <li>The metadata stays under the broker's limit, whatever the pattern.
 *       (SettledSetTest#worstPattern_staysUnderTheBrokersLimit)
 *   <li>Any set is read back as it was written. (SettledSetTest#anySet_isReadBackAsItWas)
 *   <li>Damaged metadata is noticed, and then holds nothing. (SettledSetTest#anyDamage_isNoticed,
 *       SettledSetTest#unknownMetadata_isNotReadableAndHoldsNothing)
 * </ul>
 */
@NullMarked
package io.mediadeleter.offset;

import org.jspecify.annotations.NullMarked;
