// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {Raising} from "./campaign/Raising.sol";
import {ICampaign} from "./interfaces/ICampaign.sol";
import {IFinancing} from "./interfaces/IFinancing.sol";
import {IProducing} from "./interfaces/IProducing.sol";

/// @title Campaign: see interfaces/ICampaign.sol
/// @notice A campaign is its stages, one on top of the other, over the one storage of CampaignState. Together they are
/// larger than one contract may be (EIP-170): what fans use is here, financing and producing are in CampaignProduction,
/// whose code a campaign runs as its own.
contract Campaign is ICampaign, Raising {
    using Address for address;

    address private immutable _production;

    /// @param production Deployed CampaignProduction.
    constructor(address production) {
        _production = production;
    }

    // --- financing ---

    /// @inheritdoc IFinancing
    function open() external {
        _run();
    }

    /// @inheritdoc IFinancing
    function escrowLine(uint256) external {
        _run();
    }

    /// @inheritdoc IFinancing
    function withdrawLine(uint256) external {
        _run();
    }

    /// @inheritdoc IFinancing
    function signLine(uint256, bool, uint256, bytes calldata) external {
        _run();
    }

    /// @inheritdoc IFinancing
    function returnLine(uint256) external {
        _run();
    }

    // --- producing ---

    /// @inheritdoc IProducing
    function announce(uint256, bytes32, string calldata) external {
        _run();
    }

    /// @inheritdoc IProducing
    function object() external {
        _run();
    }

    /// @inheritdoc IProducing
    function read() external {
        _run();
    }

    /// @inheritdoc IProducing
    function openWindDown(uint256) external {
        _run();
    }

    /// @inheritdoc IProducing
    function exit(uint256) external {
        _run();
    }

    /// @dev The same call, by the code of CampaignProduction, with this campaign's storage, terms and caller.
    function _run() private {
        _production.functionDelegateCall(msg.data);
    }
}
