// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {ITransferRule} from "./ITransferRule.sol";

/// @title Allow-list
/// @notice A transfer rule: shares may go to whom the keeper has allowed. Who is no longer allowed may still sell.
/// @dev Power of the keeper: to say who may receive shares. It cannot take any, nor stop refunds or royalties. It changes
/// in two steps.
interface IAllowList is ITransferRule {
    event Allowed(address indexed account, bool allowed);
    event KeeperOffered(address indexed keeper, address indexed candidate);
    event KeeperChanged(address indexed keeper);

    error AllowList_OnlyKeeper(address caller);
    error AllowList_OnlyCandidate(address caller);

    /// @notice Keeper: allows these accounts, or no longer.
    function allow(address[] calldata accounts, bool allowed) external;

    /// @notice Keeper: offers its role; the zero address withdraws the offer.
    function offerKeeper(address candidate) external;

    /// @notice Candidate: takes the role.
    function acceptKeeper() external;

    /// @notice True if the account may receive shares.
    function isAllowed(address account) external view returns (bool);
}
