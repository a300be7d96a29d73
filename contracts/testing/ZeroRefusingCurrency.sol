// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {TestCurrency} from "./TestCurrency.sol";

/// @notice A currency that refuses to transfer nothing, as LEND did (K19): for tests only.
contract ZeroRefusingCurrency is TestCurrency {
    error TransferOfNothing();

    constructor() TestCurrency("Zero refusing", "NZT", 6) {}

    function _update(address from, address to, uint256 amount) internal override {
        if (amount == 0) revert TransferOfNothing();
        super._update(from, to, amount);
    }
}
