package io.mediadeleter.control.brake;

/** What can be made wrong in a {@link BrakeWorld}, to see that its stories tell. */
enum BrakeFault {
    NONE,
    /** What a killed process had reserved counts no more. */
    RESERVATION_OF_THE_KILLED_FORGOTTEN,
    /** A new process takes its predecessor's report away. */
    PREDECESSOR_FORGOTTEN,
    /** A report grants what it reserves as soon as it is sent. */
    NOT_READ_BACK,
    /** The count does not begin anew when the brake is lifted. */
    RESET_NOT_APPLIED,
    /** A process reserves calls that it does not need. */
    IDLE_RESERVATION_KEPT,
    /** Nobody puts the brake on. */
    BRAKE_NOT_WRITTEN
}
