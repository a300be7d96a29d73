// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title Vault
/// @notice How every contract of a project holds and pays its one currency (PROTOCOL 3.5, 5.4): it counts only what a
/// call really brought, knows what it owes, books every payment before trying it, and keeps owing what could not be paid.
/// @dev Nobody has a power here. Payments go to the payee and to nobody else, unless the payee itself says where.
interface IVault {
    /// @notice `amount` was paid to `to` out of what was owed to `payee`.
    event Paid(address indexed payee, address indexed to, uint256 amount);
    /// @notice A payment was tried and failed; `amount` stays owed to `payee`, who can withdraw it.
    event PaymentFailed(address indexed payee, uint256 amount);
    /// @notice Tokens that nobody was owed were moved to the holders (the currency) or the treasury (any other token).
    event Swept(address indexed token, address indexed to, uint256 amount);

    error Vault_WrongAmountReceived(uint256 expected, uint256 received);
    error Vault_NothingOwed(address payee);
    error Vault_PaymentRefused(address to, uint256 amount);
    error Vault_NothingToSweep(address token);
    /// @notice The token is the currency under another address: sweeping it would take what is owed.
    error Vault_SweepsWhatIsOwed(address token);
    /// @notice Too little gas to give the payment its full allowance: the call would fake a failure.
    error Vault_TooLittleGas(uint256 gasLeft, uint256 gasNeeded);

    /// @notice Pays `payee` what it is owed; by anyone. Reverts if the payment fails.
    function withdraw(address payee) external;

    /// @notice Pays what the caller is owed to `to`. Reverts if the payment fails.
    function withdrawTo(address to) external;

    /// @notice Anyone: moves tokens that nobody is owed. The currency goes to the holders, other tokens to the treasury.
    function sweep(address token) external;

    /// @notice Currency units owed to `payee` after a payment that failed.
    function owedTo(address payee) external view returns (uint256);

    /// @notice Currency units that the contract holds for others: never more than its balance.
    function reserved() external view returns (uint256);
}
