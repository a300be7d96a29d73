// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {TestCurrency} from "./TestCurrency.sol";

/// @notice What an account runs whenever its HookedCurrency moves.
interface ITransferHook {
    function onTransfer(address from, address to, uint256 amount) external;
}

/// @notice A currency that calls sender and receiver, in the manner of ERC-777 (K2, K4): for tests only.
/// @dev The sender is called before the balances change and the receiver after, as ERC-777 prescribes.
contract HookedCurrency is TestCurrency {
    mapping(address account => ITransferHook) public hookOf;

    constructor() TestCurrency("Hooked", "HOOK", 6) {}

    function setHook(ITransferHook hook) external {
        hookOf[msg.sender] = hook;
    }

    function _update(address from, address to, uint256 amount) internal override {
        if (address(hookOf[from]) != address(0)) hookOf[from].onTransfer(from, to, amount);
        super._update(from, to, amount);
        if (address(hookOf[to]) != address(0)) hookOf[to].onTransfer(from, to, amount);
    }
}
