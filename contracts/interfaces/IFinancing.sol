// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title Financing
/// @notice The financiers' lines, and the opening that waits for them (PROTOCOL 2.4).
/// @dev Powers of a financier: to put its line in escrow, to take it back until the opening, to sign for it. What is in
/// escrow is locked at the opening, given back when the project lapses, fails or is cancelled, and at success becomes
/// part of what is released by milestones.
interface IFinancing {
    /// @notice Nothing yet, signed as a promise until a deadline, in escrow, signed as paid to the producer elsewhere, or
    /// given back.
    enum LineState {
        Open,
        Promised,
        Escrowed,
        PaidElsewhere,
        Returned
    }

    event Opened();
    event LineEscrowed(uint256 indexed line, address indexed financier, uint256 amount);
    /// @notice The financier took its escrow back before the opening; the line is open again.
    event LineWithdrawn(uint256 indexed line, address indexed financier, uint256 amount);
    /// @notice `paidElsewhere`: the financier says that the line was paid; otherwise it promises to, until `deadline`.
    event LineSigned(uint256 indexed line, address indexed financier, bool paidElsewhere, uint256 deadline);
    /// @notice What is left of an escrowed line goes back to the financier.
    event LineReturned(uint256 indexed line, address indexed financier, uint256 amount);

    error Campaign_NotApproved();
    error Campaign_NoConsent();
    error Campaign_OpeningPassed(uint256 opensAt);
    error Campaign_UnknownLine(uint256 line);
    error Campaign_LineUncovered(uint256 line);
    error Campaign_WrongLineState(uint256 line, LineState state);
    error Campaign_OnlyFinancier(address caller, address financier);
    error Campaign_PromiseNotLater(uint256 line, uint256 deadline, uint256 recorded);
    error Campaign_FinancierNotApproved(address financier);

    /// @notice Anyone, before the opening time: opens a project that is approved, consented to, and covered.
    function open() external;

    /// @notice Financier: brings the amount of its line, until the milestones have begun to need it.
    function escrowLine(uint256 line) external;

    /// @notice Financier, until the opening: takes it back.
    function withdrawLine(uint256 line) external;

    /// @notice Anyone: brings the signature of an approved financier (ECDSA first, then ERC-1271) over EIP-712
    /// `FinancierLine(uint256 line,uint256 amount,bool paidElsewhere,uint256 deadline)` in the domain "Coprod campaign",
    /// "1". A promise covers the line until its deadline; that it was paid elsewhere covers it for good.
    function signLine(uint256 line, bool paidElsewhere, uint256 deadline, bytes calldata signature) external;

    /// @notice Anyone: gives an escrowed line back when the project lapsed, failed or was cancelled; its part of what is
    /// unspent when it was wound down.
    function returnLine(uint256 line) external;
}
