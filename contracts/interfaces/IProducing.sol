// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title Producing
/// @notice Money leaves by milestones, under the eyes of the holders, or goes back to who brought it (PROTOCOL 4).
/// @dev Power of the producer: to announce a release. Power of the holders: a part of the shares (the threshold of the
/// terms, at most a third) that objects when the window ends and still does a day later stops it; the same part winds the
/// project down when a milestone was refused twice or is overdue past its grace. Everything else can be called by anyone.
interface IProducing {
    /// @notice What the holders are asked: one thing at a time.
    struct Question {
        /// @dev Number of the round of objections; 0 = nothing is asked.
        uint16 round;
        uint8 milestone;
        /// @dev Whether to wind down because of this milestone; otherwise, whether to release it.
        bool windsDown;
        uint40 objectionsUntil;
        /// @dev When a tally at or over the threshold is read again; 0 before.
        uint40 readAgainAt;
    }

    event ReleaseAnnounced(
        uint256 indexed milestone, uint256 amount, uint256 objectionsUntil, uint256 round, bytes32 evidenceHash, string uri
    );
    event Objected(address indexed holder, uint256 indexed round);
    /// @notice The tally was at or over the threshold; it is read again from `readAgainAt` on.
    event Marked(uint256 indexed round, uint256 objecting, uint256 supply, uint256 readAgainAt);
    event Released(uint256 indexed milestone, uint256 amount);
    event ReleaseRefused(uint256 indexed milestone, uint256 refusals);
    /// @notice Nobody read the tally in time: the release can be announced again.
    event ReleaseLapsed(uint256 indexed milestone);
    event WindDownOpened(uint256 indexed milestone, uint256 objectionsUntil, uint256 round, address indexed holder);
    /// @notice Too few objected, nobody read the tally in time, or the producer announced a release.
    event WindDownDropped(uint256 indexed round);
    /// @notice The project is wound down: each share can be burned for `perShare`; `unspent` of `brought` is left.
    event WoundDown(uint256 unspent, uint256 brought, uint256 perShare);
    /// @notice A holder burned shares of a project that was wound down and `amount` is owed to it.
    event Exited(address indexed holder, uint256 shares, uint256 amount);

    error Campaign_UnknownMilestone(uint256 milestone);
    error Campaign_AlreadyReleased(uint256 milestone);
    error Campaign_RefusedTwice(uint256 milestone);
    error Campaign_QuestionOpen(uint256 round);
    error Campaign_NoQuestionOpen();
    error Campaign_ObjectionsOpen(uint256 until);
    error Campaign_ObjectionsClosed(uint256 until);
    error Campaign_ReadAgainLater(uint256 readAgainAt);
    error Campaign_RoundsUsedUp();
    error Campaign_EvidenceUriTooLong(uint256 bytes_, uint256 most);
    error Campaign_OnlyHolder(address caller);
    error Campaign_ReleaseRoyaltiesFirst(uint256 unreleased);
    error Campaign_NoGroundsToWindDown(uint256 milestone);

    /// @notice Producer: announces the release of a milestone, with evidence. It cannot be withdrawn. It takes the place
    /// of a wind-down that is asked for and not marked yet, unless the holders have refused a release since they could last
    /// answer such a question: then it waits.
    function announce(uint256 milestone, bytes32 evidenceHash, string calldata uri) external;

    /// @notice Holder, within the window: its live balance objects, to a release, or to going on (in a wind-down).
    function object() external;

    /// @notice Anyone, after the window: reads the tally. Under the threshold, a release executes and a wind-down is
    /// dropped. At or over it, the tally is marked and read again a day later; then a release is refused, and a wind-down
    /// executes. Not read for fourteen days, the question lapses.
    function read() external;

    /// @notice Holder: asks to wind the project down, with a milestone as the ground.
    function openWindDown(uint256 milestone) external;

    /// @notice Holder, after a wind-down: burns shares for their part of what is unspent. All royalties that came in are
    /// released first, by anyone (ShareToken.release).
    function exit(uint256 shares) external;
}
