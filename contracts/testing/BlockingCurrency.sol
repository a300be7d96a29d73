// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {TestCurrency} from "./TestCurrency.sol";

/// @notice A currency whose issuer blocks addresses, as USDC and EURC do (K4, K19): for tests only.
contract BlockingCurrency is TestCurrency {
    mapping(address account => bool) public isBlocked;

    error Blocked(address account);

    constructor() TestCurrency("Blocking", "BLK", 6) {}

    function setBlocked(address account, bool blocked) external {
        isBlocked[account] = blocked;
    }

    function _update(address from, address to, uint256 amount) internal override {
        if (isBlocked[from]) revert Blocked(from);
        if (isBlocked[to]) revert Blocked(to);
        super._update(from, to, amount);
    }
}
