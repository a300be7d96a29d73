// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IAllowList} from "../interfaces/IAllowList.sol";
import {ITransferRule} from "../interfaces/ITransferRule.sol";

/// @title AllowList: see interfaces/IAllowList.sol
contract AllowList is IAllowList {
    address private _keeper;
    address private _candidate;
    mapping(address account => bool) private _allowed;

    constructor(address keeper_) {
        _keeper = keeper_;
        emit KeeperChanged(keeper_);
    }

    modifier onlyKeeper() {
        if (msg.sender != _keeper) revert AllowList_OnlyKeeper(msg.sender);
        _;
    }

    /// @inheritdoc IAllowList
    function allow(address[] calldata accounts, bool allowed) external onlyKeeper {
        for (uint256 i; i < accounts.length; ++i) {
            _allowed[accounts[i]] = allowed;
            emit Allowed(accounts[i], allowed);
        }
    }

    /// @inheritdoc IAllowList
    function offerKeeper(address candidate) external onlyKeeper {
        _candidate = candidate;
        emit KeeperOffered(msg.sender, candidate);
    }

    /// @inheritdoc IAllowList
    function acceptKeeper() external {
        if (msg.sender != _candidate) revert AllowList_OnlyCandidate(msg.sender);
        delete _candidate;
        _keeper = msg.sender;
        emit KeeperChanged(msg.sender);
    }

    /// @inheritdoc ITransferRule
    function allows(address, address to, uint256) external view returns (bool) {
        return _allowed[to];
    }

    /// @inheritdoc IAllowList
    function isAllowed(address account) external view returns (bool) {
        return _allowed[account];
    }

    /// @inheritdoc ITransferRule
    function keeper() external view returns (address) {
        return _keeper;
    }
}
