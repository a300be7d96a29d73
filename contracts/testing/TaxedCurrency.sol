// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {TestCurrency} from "./TestCurrency.sol";

/// @notice A currency that burns a part of what is transferred, once told to (K11): for tests only.
contract TaxedCurrency is TestCurrency {
    uint256 public taxBps;

    constructor() TestCurrency("Taxed", "TAX", 6) {}

    function setTax(uint256 bps) external {
        taxBps = bps;
    }

    function _update(address from, address to, uint256 amount) internal override {
        super._update(from, to, amount);
        uint256 tax = amount * taxBps / 10_000;
        if (tax != 0 && from != address(0) && to != address(0)) super._update(to, address(0), tax);
    }
}
