package io.mediadeleter.pipeline;

/** What has to happen in the stories, all taken together: a promise that nothing ever puts to the test proves nothing. */
enum Happening {
    PAUSED,
    HELD,
    HELD_WHILE_IT_WAITED_FOR_ITS_GRACE,
    EXPIRED,
    CALLED_AFTER_ITS_GRACE,
    BRAKE_PUT_ON,
    BRAKE_LIFTED,
    KILLED,
    REMOVED_ALIVE,
    CAME_BACK_UNDER_ITS_NAME,
    SUSPENDED,
    SUSPENDED_WHILE_ITS_CLOCK_STOOD_STILL,
    STARTED_WHILE_PAUSED,
    STARTED_WHILE_BRAKED,
    CUT_OFF,
    SERVED_BY_AN_OLD_LEADER,
    CLOCK_SET,
    OFFSETS_LOST
}
