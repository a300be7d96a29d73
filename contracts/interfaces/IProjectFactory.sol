// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {ProjectTerms} from "./ProjectTerms.sol";

/// @title ProjectFactory
/// @notice Where projects are proposed, and the only address that a mirror has to know (PROTOCOL 2.1, 2.2).
/// @dev Powers of the platform (the owner, changed in two steps): to allow currencies for *new* projects, to set the fee
/// and treasury of *new* projects (the fee never above `MAX_FEE_BPS`), to approve listings. Limits of these powers: it
/// cannot change the terms of a project, nor stop or take its money, its refunds or its royalties.
interface IProjectFactory {
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
    /// @notice The platform approved the listing of a project; anyone may open it now.
    event ListingApproved(address indexed campaign);
    /// @notice A currency was allowed to, or barred from, new projects.
    event CurrencyAllowed(address indexed currency, bool allowed);
    /// @notice The fee of projects proposed from now on.
    event FeeSet(uint16 feeBps);
    /// @notice Where fees of projects finalised from now on, and tokens sent by mistake, go.
    event TreasurySet(address treasury);

    error ProjectFactory_CurrencyNotAllowed(address currency);
    error ProjectFactory_CurrencyHasNoCode(address currency);
    /// @notice The same producer proposed the same terms with the same nonce: take another nonce.
    error ProjectFactory_AlreadyProposed(address shareToken);
    error ProjectFactory_FeeAboveCeiling(uint256 feeBps, uint256 ceilingBps);
    error ProjectFactory_UnknownProject(address campaign);
    error ProjectFactory_AlreadyApproved(address campaign);
    error ProjectFactory_NoLongerProposed(address campaign);
    error ProjectFactory_ZeroAddress();

    /// @notice Ceiling of the platform's fee, bps of the money raised.
    function MAX_FEE_BPS() external view returns (uint16);

    /// @notice Proposes a project: makes its ShareToken, Waterfall and Campaign in one call, at predictable addresses.
    /// @dev Reverts with an error of TermsCheck when the terms make no sense.
    /// @param terms Everything that will bind the project, for good.
    /// @param nonce Any number; the same producer, terms and nonce give the same addresses, once.
    function propose(ProjectTerms calldata terms, uint256 nonce)
        external
        returns (address campaign, address waterfall, address shareToken);

    /// @notice The addresses that `propose` would give to this producer, with the fee and treasury of today.
    function predict(address producer, ProjectTerms calldata terms, uint256 nonce)
        external
        view
        returns (address campaign, address waterfall, address shareToken);

    /// @notice Platform: lets a proposed project be opened, unless it was cancelled or has lapsed meanwhile.
    function approveListing(address campaign) external;

    /// @notice Platform: lets new projects use a currency, which must have code, decimals and a symbol; or no longer.
    function allowCurrency(address currency, bool allowed) external;

    /// @notice Platform: fee of new projects, bps.
    function setFee(uint16 feeBps) external;

    /// @notice Platform: where fees and stray tokens go.
    function setTreasury(address treasury) external;

    /// @notice True once the platform approved the listing.
    function isApproved(address campaign) external view returns (bool);

    /// @notice True for campaigns that this factory made.
    function isProject(address campaign) external view returns (bool);

    function isCurrencyAllowed(address currency) external view returns (bool);

    function feeBps() external view returns (uint16);

    function treasury() external view returns (address);
}
