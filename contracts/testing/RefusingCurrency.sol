// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {TestCurrency} from "./TestCurrency.sol";

/// @notice A currency that answers false instead of reverting, for whom it does not like (K19): for tests only.
contract RefusingCurrency is TestCurrency {
    mapping(address account => bool) public isRefused;

    constructor() TestCurrency("Refusing", "REF", 6) {}

    function setRefused(address account, bool refused) external {
        isRefused[account] = refused;
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        return !isRefused[to] && super.transfer(to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        return !isRefused[from] && super.transferFrom(from, to, amount);
    }
}
