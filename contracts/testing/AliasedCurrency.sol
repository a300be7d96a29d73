// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {TestCurrency} from "./TestCurrency.sol";

/// @notice A currency that can be moved through a second address, as TrueUSD could (K19): for tests only.
contract AliasedCurrency is TestCurrency {
    CurrencyAlias public immutable second;

    error NotTheSecondAddress(address caller);

    constructor() TestCurrency("Aliased", "TWO", 6) {
        second = new CurrencyAlias(this);
    }

    function transferFor(address from, address to, uint256 amount) external returns (bool) {
        if (msg.sender != address(second)) revert NotTheSecondAddress(msg.sender);
        _transfer(from, to, amount);
        return true;
    }
}

/// @notice The second address of an AliasedCurrency.
contract CurrencyAlias {
    AliasedCurrency private immutable _first;

    constructor(AliasedCurrency first) {
        _first = first;
    }

    function balanceOf(address account) external view returns (uint256) {
        return _first.balanceOf(account);
    }

    function transfer(address to, uint256 amount) external returns (bool) {
        return _first.transferFor(msg.sender, to, amount);
    }
}
