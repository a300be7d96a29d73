// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IVault} from "../interfaces/IVault.sol";

/// @title Payment
/// @notice Tries one transfer of a currency with capped gas, so that no receiver can stop a payment to others (PROTOCOL
/// 5.4, K4).
library Payment {
    /// @notice Gas given to one transfer: several times what USDC and EURC take.
    uint256 internal constant GAS_CAP = 150_000;
    /// @dev An EVM call passes on at most 63/64 of what is left; and some is kept to book a failure.
    uint256 private constant GAS_NEEDED = GAS_CAP * 64 / 63 + 10_000;

    /// @notice True if the currency moved `amount` to `to`; false if it reverted, returned false or ran out of the cap.
    /// Reverts with Vault_TooLittleGas rather than fake a failure.
    /// @dev Assembly because a Solidity call copies whatever is returned, at our expense: 32 bytes are enough. Currencies
    /// that return nothing (K19) are accepted as long as there is code, as in OpenZeppelin's SafeERC20.
    function tryTransfer(address currency, address to, uint256 amount) internal returns (bool success) {
        if (gasleft() < GAS_NEEDED) revert IVault.Vault_TooLittleGas(gasleft(), GAS_NEEDED);
        bytes memory data = abi.encodeCall(IERC20.transfer, (to, amount));
        uint256 gasCap = GAS_CAP;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            success := call(gasCap, currency, 0, add(data, 0x20), mload(data), 0x00, 0x20)
            if success {
                switch returndatasize()
                case 0 { success := gt(extcodesize(currency), 0) }
                default { success := and(gt(returndatasize(), 0x1f), eq(mload(0x00), 1)) }
            }
        }
    }
}
