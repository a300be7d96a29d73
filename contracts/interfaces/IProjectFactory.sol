// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IConsents} from "./IConsents.sol";
import {IPlatform} from "./IPlatform.sol";
import {ProjectTerms} from "./ProjectTerms.sol";

/// @title ProjectFactory
/// @notice Where projects are proposed, and the only address that a mirror has to know (PROTOCOL 2.1).
/// @dev Anyone proposes. What the platform may decide is in IPlatform, what the artist may in IConsents.
interface IProjectFactory is IPlatform, IConsents {
    /// @notice A project exists, with all of its terms; nothing can be contributed before it is approved and opened.
    /// @param producer The caller of `propose`.
    /// @param campaign Address of the Campaign clone; it names the project.
    /// @param waterfall Address of the Waterfall clone.
    /// @param shareToken Address of the ShareToken clone.
    /// @param termsHash keccak256 of the ABI encoding of `terms`.
    /// @param nonce The producer's choice, to propose the same terms more than once.
    /// @param feeBps The platform's fee on the money raised, frozen for this project.
    /// @param decimals Decimals of the currency, as its contract tells them.
    /// @param currencySymbol Symbol of the currency, as its contract tells it.
    event ProjectProposed(
        address indexed producer,
        address indexed campaign,
        address waterfall,
        address shareToken,
        bytes32 termsHash,
        uint256 nonce,
        uint16 feeBps,
        uint8 decimals,
        string currencySymbol,
        ProjectTerms terms
    );

    error ProjectFactory_CurrencyNotAllowed(address currency);
    /// @notice The same producer proposed the same terms with the same nonce: take another nonce.
    error ProjectFactory_AlreadyProposed(address shareToken);

    /// @notice Proposes a project: makes its ShareToken, Waterfall and Campaign in one call, at predictable addresses.
    /// @dev Reverts with an error of TermsCheck or WaterfallCheck when the terms make no sense.
    /// @param terms Everything that will bind the project, for good.
    /// @param nonce Any number; the same producer, terms and nonce give the same addresses, once.
    function propose(ProjectTerms calldata terms, uint256 nonce)
        external
        returns (address campaign, address waterfall, address shareToken);

    /// @notice The addresses that `propose` would give to this producer, with the fee of today.
    function predict(address producer, ProjectTerms calldata terms, uint256 nonce)
        external
        view
        returns (address campaign, address waterfall, address shareToken);
}
