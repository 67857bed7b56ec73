/**
 * What two threads say to each other about a channel.
 *
 * A channel has one home. There the values are, there sends meet receives, there it is closed; at
 * any other thread stands a remote end. Their talk is a list of records, in order, in batches:
 *
 *     kind, id, how many, payload…
 *
 * Counters only grow, and both sides keep them, so that a record says by how much and never has to
 * be answered. In this file "remote" is the thread that speaks or is spoken to beside the home.
 */

/** Whose record it is: this id is the pool's, any other a channel's or a context's. */
export const POOL = 0;

/** Either way: values, in order. To a remote end they are received or lent, see `WANT`. */
export const VALUE = 1;
/** The same, but each with a table of what stands for something else in it: see pack.ts. */
export const PACKED = 2;
/** A value that was announced and could not be sent: it counts, and there is nothing of it. */
export const HOLE = 3;

/**
 * To the home: so many receives more. A receive that waits is wanted when it begins; one that takes
 * a value which was lent, when it takes it. So what has been sent beyond what is wanted is lent: it
 * is in the channel still, though it lies elsewhere.
 */
export const WANT = 4;
/** To the remote end: so many sends more are done, or may be done at once. */
export const ROOM = 5;
/** To the remote end: what was lent is needed here. It answers with `RETURN`, always. */
export const RECALL = 6;
/** To the home: what was lent and is not wanted by now has been dropped there. */
export const RETURN = 7;
/** To the remote end: room that it has not used is needed here. It answers with `REVOKED`. */
export const REVOKE = 8;
/** To the home: how much room that was, perhaps none. */
export const REVOKED = 9;

/**
 * To the home: somebody waits who may give up at any time, a select most often. A channel with a
 * buffer answers by lending a value, or with room. Payload: whether two of those there, one each way,
 * could meet each other; a select that does both cannot meet itself.
 */
export const WATCH_RECV = 10;
export const WATCH_SEND = 11;
/**
 * To the remote end of a channel without buffer: he may try now. Answered by a try, or `PASS`.
 * Payload: the rank of the home.
 */
export const READY_RECV = 12;
export const READY_SEND = 13;
/** To the home: he holds still, and tries. A sender's value comes along, as a parcel. */
export const TRY_RECV = 14;
export const TRY_SEND = 15;
/** To the home: nobody is there any more. */
export const PASS_RECV = 16;
export const PASS_SEND = 17;
/** To the remote end: it came to nothing. He may move again. */
export const MISSED_RECV = 18;
export const MISSED_SEND = 19;
/** To the remote end: the one that tried to receive receives this, a parcel. */
export const GIVEN = 20;
/** To the remote end: the one that tried to send has sent. */
export const TAKEN = 21;

/** To the home: close it. To the remote end: it is closed, and no send goes ahead any more. */
export const CLOSE = 22;
/** To the remote end: it is closed and empty: every receive from now on gives that. */
export const END = 23;
/** To the remote end: it was closed already when it was asked to close. */
export const CLOSED_TWICE = 24;

/** To the home: a channel moves there; its capacity and its name. */
export const ADOPT = 25;
/** To the remote end: where in the shared counters it notes what it wants, as soon as it does. */
export const SLOT = 26;
/** To the home: nobody there holds the remote end any more, which had been sent so many times. */
export const RELEASE = 27;
/** Either way: a context is over; payload: its error's name, its cause. */
export const CANCEL = 28;
/** To the home: what was given to somebody who had left meanwhile comes first again, a parcel. */
export const BACK = 29;
/** To the remote end: so the home has forgotten it too. */
export const RELEASED = 30;
