// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IFinancing} from "../interfaces/IFinancing.sol";
import {IProducing} from "../interfaces/IProducing.sol";
import {WindingDown} from "./WindingDown.sol";

/// @title Producing
/// @notice Releases by milestones, which the holders can stop (PROTOCOL 4.1, 4.2).
abstract contract Producing is WindingDown {
    uint256 private constant MAX_URI = 1_024;

    /// @inheritdoc IProducing
    function announce(uint256 milestone, bytes32 evidenceHash, string calldata uri) external {
        _requireProducer();
        _requireStatus(Status.Succeeded);
        if (bytes(uri).length > MAX_URI) revert Campaign_EvidenceUriTooLong(bytes(uri).length, MAX_URI);
        Setup memory s = setup();
        uint256 amount = _amountOf(milestone);
        Progress memory p = _progress[milestone];
        if (p.released) revert Campaign_AlreadyReleased(milestone);
        if (p.refusals >= MAX_REFUSALS) revert Campaign_RefusedTwice(milestone);
        _requirePaid();
        Question memory open_ = _question;
        if (open_.round != 0) {
            if (!open_.windsDown || open_.readAgainAt != 0 || _holdersTurn) revert Campaign_QuestionOpen(open_.round);
            emit WindDownDropped(open_.round);
        }
        (uint256 round, uint256 until) = _ask(s, milestone, false);
        emit ReleaseAnnounced(milestone, amount, until, round, evidenceHash, uri);
    }

    /// @inheritdoc IProducing
    function read() external nonReentrant {
        Setup memory s = setup();
        Question memory q = _question;
        Answer answer = _readAnswer(s, q);
        if (answer == Answer.Marked) return;
        _endQuestion(s);
        if (q.windsDown) {
            _holdersTurn = false;
            if (answer == Answer.Objected) _windDown(s);
            else emit WindDownDropped(q.round);
        } else if (answer == Answer.Agreed) {
            _release(s, q.milestone);
        } else if (answer == Answer.Objected) {
            _holdersTurn = true;
            emit ReleaseRefused(q.milestone, ++_progress[q.milestone].refusals);
        } else {
            emit ReleaseLapsed(q.milestone);
        }
    }

    // --- inside ---

    function _release(Setup memory s, uint256 milestone) private {
        uint256 amount = _amountOf(milestone);
        _progress[milestone].released = true;
        _unspent -= uint128(amount);
        emit Released(milestone, amount);
        _pay(s.terms.currency, producer(), amount);
    }

    /// @dev A promise is no money: every line is in escrow, or its financier signed that it was paid (PROTOCOL 4.1).
    function _requirePaid() private view {
        uint256 count = lists().lines.length;
        for (uint256 i; i < count; ++i) {
            if (!_isPaid(i)) revert IFinancing.Campaign_LineUncovered(i);
        }
    }
}
