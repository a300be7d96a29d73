// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {TestCurrency} from "./TestCurrency.sol";

/// @notice A currency whose transfers return nothing, as the first USDT (K19): for tests only.
contract SilentCurrency is TestCurrency {
    constructor() TestCurrency("Silent", "SIL", 6) {}

    function transfer(address to, uint256 amount) public override returns (bool) {
        super.transfer(to, amount);
        assembly {
            return(0, 0)
        }
    }

    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        super.transferFrom(from, to, amount);
        assembly {
            return(0, 0)
        }
    }
}
