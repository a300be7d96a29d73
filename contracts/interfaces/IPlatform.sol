// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title Platform
/// @notice What the platform, owner of the factory, may decide (PROTOCOL 2.2).
/// @dev Powers (the owner changes in two steps): to allow currencies for *new* projects, to set the fee and treasury of
/// *new* projects (the fee never above `MAX_FEE_BPS`), to approve listings and financiers, to pause new contributions.
/// Limits: it cannot change the terms of a project, nor stop or take its money, its refunds or its royalties; a campaign
/// heeds pauses for at most fourteen days in all, by which its closing moves.
interface IPlatform {
    /// @notice The platform approved the listing of a project.
    event ListingApproved(address indexed campaign);
    /// @notice A currency was allowed to, or barred from, new projects.
    event CurrencyAllowed(address indexed currency, bool allowed);
    /// @notice Signatures of a financier cover its lines, or no longer do.
    event FinancierApproved(address indexed financier, bool approved);
    /// @notice The fee of projects proposed from now on.
    event FeeSet(uint16 feeBps);
    /// @notice Where fees of projects finalised from now on, and tokens sent by mistake, go.
    event TreasurySet(address treasury);
    /// @notice New contributions stand still in every campaign that has not used up its pause.
    event ContributionsPaused();
    /// @notice They go on; `pausedSeconds` is the length of all pauses so far.
    event ContributionsResumed(uint256 pausedSeconds);

    error ProjectFactory_CurrencyHasNoCode(address currency);
    error ProjectFactory_FeeAboveCeiling(uint256 feeBps, uint256 ceilingBps);
    error ProjectFactory_NotACurrency(address currency);
    error ProjectFactory_CannotRenounce();
    error ProjectFactory_UnknownProject(address campaign);
    error ProjectFactory_AlreadyApproved(address campaign);
    error ProjectFactory_NoLongerProposed(address campaign);
    error ProjectFactory_ZeroAddress();
    error ProjectFactory_AlreadyPaused(uint256 since);
    error ProjectFactory_NotPaused();

    /// @notice Ceiling of the platform's fee, bps of the money raised.
    function MAX_FEE_BPS() external view returns (uint16);

    /// @notice Platform: approves the listing of a proposed project.
    function approveListing(address campaign) external;

    /// @notice Platform: lets new projects use a currency, which must have code, decimals and a symbol; or no longer.
    function allowCurrency(address currency, bool allowed) external;

    /// @notice Platform: says whose signatures cover lines. What a financier puts in escrow needs no approval.
    function approveFinancier(address financier, bool approved) external;

    /// @notice Platform: fee of new projects, bps.
    function setFee(uint16 feeBps) external;

    /// @notice Platform: where fees and stray tokens go.
    function setTreasury(address treasury) external;

    /// @notice Platform: pauses new contributions.
    function pauseContributions() external;

    /// @notice Platform: lets them go on.
    function resumeContributions() external;

    /// @notice True once the platform approved the listing.
    function isApproved(address campaign) external view returns (bool);

    /// @notice True for campaigns that this factory made.
    function isProject(address campaign) external view returns (bool);

    /// @notice True if new projects may use the currency.
    function isCurrencyAllowed(address currency) external view returns (bool);

    /// @notice What a token says of itself; reverts as the token does.
    function describeCurrency(address currency) external view returns (uint8 decimals, string memory symbol);

    /// @notice True if signatures of this financier cover its lines.
    function isFinancierApproved(address financier) external view returns (bool);

    /// @notice Whether contributions are paused now, and the length of all pauses so far, a running one included.
    function pauseState() external view returns (bool isPaused, uint256 pausedSeconds);

    /// @notice Fee of new projects, bps of the money raised.
    function feeBps() external view returns (uint16);

    /// @notice Where fees and stray tokens go.
    function treasury() external view returns (address);
}
