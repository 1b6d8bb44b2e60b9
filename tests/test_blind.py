"""Thirty-six more blind sets: what `optlab.check` says of functions that were written without a look at the feedback."""

import re

import blind_eighteenth
import blind_eighth
import blind_eleventh
import blind_fifteenth
import blind_fortieth
import blind_fortyfirst
import blind_fortysecond
import blind_fortythird
import blind_fourteenth
import blind_nineteenth
import blind_ninth
import blind_seventeenth
import blind_sixteenth
import blind_tenth
import blind_thirteenth
import blind_thirtieth
import blind_thirtyeighth
import blind_thirtyfifth
import blind_thirtyfirst
import blind_thirtyfourth
import blind_thirtyninth
import blind_thirtysecond
import blind_thirtyseventh
import blind_thirtysixth
import blind_thirtythird
import blind_twelfth
import blind_twentieth
import blind_twentyeighth
import blind_twentyfifth
import blind_twentyfirst
import blind_twentyfourth
import blind_twentyninth
import blind_twentysecond
import blind_twentyseventh
import blind_twentysixth
import blind_twentythird
import pytest
from blind_sixth import functions
from test_lines import verdict_on, walks_the_same
from test_sixth import a_twelfth

# First runs: of 128, 98 and 102 wrong functions none called right, 121, 88 and 96 explained with just the lines that are wrong
# (doubles 35 of 35, 20 of 23, 21 of 22), 61 of 61, 38 of 38 and 40 of 41 right ones passed; then 47, 40 and 42 of 52 (doubles 16,
# 11 and 15 of 16), 43 of 56 (11 of 16), 44 of 52 (14 of 16), 48 of 52 (14 of 16), 30 of 36 (11 of 12), 34 of 44 (10 of 14),
# 18 of 20 (5 of 6), 15 of 20 (5 of 6), 32 of 34 (7 of 9), 28 of 30 (7 of 8), 27 of 30 (7 of 8), 34 of 38 (8 of 10), 33 of 38
# (7 of 10), 34 of 35 (8 of 9), 35 of 35 (9 of 9), 29 of 33 (7 of 9), 28 of 30 (7 of 8), 31 of 33 (9 of 9), 28 of 30 (7 of 8),
# 32 of 33 (9 of 9), 29 of 30 (7 of 8), 27 of 33 (7 of 9), 26 of 30 (8 of 8), 31 of 40 (8 of 10), 36 of 40 (10 of 10), 34 of
# 40 (9 of 10), 36 of 40 (9 of 10), 27 of 30 (7 of 8), 36 of 40 (10 of 10), 33 of 40 (10 of 10) and 29 of 30 (8 of 8),
# none called right, 501 of 516 right ones passed. Below is what is left since.

SETS = (blind_eighth, blind_ninth, blind_tenth, blind_eleventh, blind_twelfth, blind_thirteenth, blind_fourteenth,
        blind_fifteenth, blind_sixteenth, blind_seventeenth, blind_eighteenth, blind_nineteenth, blind_twentieth,
        blind_twentyfirst, blind_twentysecond, blind_twentythird, blind_twentyfourth, blind_twentyfifth, blind_twentysixth,
        blind_twentyseventh, blind_twentyeighth, blind_twentyninth, blind_thirtieth, blind_thirtyfirst,
        blind_thirtysecond, blind_thirtythird, blind_thirtyfourth, blind_thirtyfifth,
        blind_thirtysixth, blind_thirtyseventh, blind_thirtyeighth, blind_thirtyninth, blind_fortieth,
        blind_fortyfirst, blind_fortysecond, blind_fortythird)  # fmt: skip
ONE, TWO, RIGHT = ([row for some in SETS for row in getattr(some, kind)] for kind in ("ONE", "TWO", "RIGHT"))
OTHER_LINES = {  # a line of the rule that it does not return, or a mistake that spoils two
    "eve_larger_loss_below", "schedule_free_counts_the_start", "adafactor_norm_of_all", "prodigy_r_from_x", "soap_v_unturned",
    "nesterov_mu_twice", "schedule_free_at_z_later", "eve_larger", "lamb_two", "nadam_dozat_psi_not_in_power",
    "amsgrad_torch_max_unused", "soap_v_not_turned", "adafactor_counts_from_two_and_larger_rate", "aggmo_damped_helper",
    "counts_from_zero", "larger_loss_below", "ratio_before_decay", "central_decay_early", "avg_reset", "clip_two",
    "eve_larger_loss_below_sixteenth", "lars_ratio_outside",
    "eve_larger_of_losses", "lamb_length_without_decay", "xxi_two_adan", "xxiii_muon_plain_momentum_and_turned_shape",
    "xxiv_adadelta_lr_in_u", "xxv_nesterov_mu_twice_ahead", "xxv_amsgrad_max_fed_back", "xxv_yogi_sign_without_square",
    "xxv_two_adan_backwards_and_beta2", "xxvi_soap_square_of_m_and_no_root", "xxviii_adadelta_lr_in_delta",
    "xxxi_spiky_hat_stored", "xxxiv_mean_with_start", "xxxiv_trust_in_g", "xxxv_patient_own_part", "xxxv_leash_pushes",
    "xxxiv_two_secant_printed", "xxxvi_larger_loss", "xxxvi_lamb_lars", "xxxvi_euclid",
    "xxxvi_w_soap", "xxxvi_rho_inf", "xxxvii_adasecant_twovar", "xxxvii_radam_rhoinf", "xxxvii_lamb_larsnorm",
    "xxxviii_eve_larger_loss", "xxxviii_schedule_free_t_plus_1", "xxxviii_radam_rho_inf", "xxxviii_late_first_jump",
    "xxxix_start_in_the_mean", "xxxix_beta_and_norm",
    "xlii_change_against_the_old_loss", "xlii_start_in_the_mean", "xlii_length_of_memory", "xlii_compares_with_g",
    "xlii_length_without_root", "xlii_squares_not_turned", "xliii_rate_of_old_count",
    "xli_nadamtorch_single_mu", "xli_eve_relative_to_old", "xli_lamb_norm_of_m",
}  # fmt: skip
FORGOTTEN = "nadam_torch_product_lost"  # a state that does not come back
NO_FORMULA = {  # another axis, a number for an array, a loop
    "norm_over_everything", "central_stacked", "anchored_counts_from_zero", "santa_noise_with_new_preconditioner",
    "xxiii_adam_loop_eats_t", "xxiv_santa_e_variance_for_sd", "xxv_two_dbd_no_shrink_and_theta",
    "xxviii_santa_sss_noise_and_last_half", "xxx_adam_loop_over_t", "xxx_amsbound_both_bounds", "xxxii_muon_spectral_norm",
    "xxxiv_spectral", "xxxiv_square_root_each", "xxxiv_two_muon_optax", "xxxv_sounding_uphill", "xxxvi_w_santa",
    "xxxvii_muon_fourtimes", "xxxix_gram_matrix_once", "xxxix_turned_but_not_back",
    "xli_gate_not_squared", "xlii_square_root_on_both_sides",
}  # fmt: skip
NOT_RUN = {  # the driver starts a state of a matrix step as a matrix of x's shape; 0 / 0 at g = 0
    "shampoo_zero", "right_trust_factor",
    "xxix_thaw_counts_itself", "xxix_brake_surprise_of_old",  # it counts t itself; ~False of one plain number is -1
}  # fmt: skip


# The lines of a source that a teacher would point at stand at the end of what is wrong; in the first runs 110 of 156, 40 of
# 56, 46 and 43 of 52, 25 of 36, 32 of 44, twice 14 of 20, 30 of 34, 25 and 22 of 30, 31 and 30 of 38, 34 and 29 of 35, 26 of 33,
# 28 of 30, 26 of 33, 28 of 30, 31 of 33, 27 of 30, 28 of 33, 27 of 30, 32 of 40, 39 of 40, twice 35 of 40 and
# 27 of 30, twice 37 of 40 and 28 of 30 were met.
OTHER_PLACE = {  # the line is not told, or another one that mends it as well
    "smoothed_nesterov_range_from_zero", "smoothed_nesterov_quarters_from_zero", "adam_alias_divided",
    "rmsprop_corrected_alias", "adamax_beta1_and_raw_m", "santa_sss_whole_move_and_bracket", "learned_bias_dropped",
    "lion_m_first", "sgdr_forgets_too_soon", "absolute_sum", "velocity_too_early", "memory_first",
    "clip_two", "lion_renews_m_first", "muon_rows_cols_turned", "lars_ratio_outside", "lars_decay_before_norm",
    "lion_average_renewed_first", "smoothed_nag_starts_at_x", "lion_mezcla_guardada",
    "central_decay_early", "xxi_two_adan", "xxii_agreement_with_itself", "xxiii_adam_loop_eats_t",
    "xxiii_nadam_same_correction_twice", "xxiii_adan_first_change_is_g",
    "xxiv_adadelta_lr_in_u", "xxiv_lion_renews_first", "xxiv_two_adagrad_shared_and_gradientless", "xxv_adam_alias_of_v",
    "xxv_amsgrad_max_fed_back", "xxv_yogi_sign_without_square", "xxv_dbd_bar_too_early", "xxvi_adagrad_g_is_square",
    "xxvii_midpoint_whole_way", "xxviii_nesterov_ahead_kept", "xxviii_nesterov_shifted_new_v", "xxviii_adadelta_lr_in_delta",
    "xxx_smoothed_range", "xxx_amsbound_both_bounds", "xxx_ademamix_weights", "xxxi_scout_trial_kept",
    "xxxiv_two_secant_printed", "xxxvi_euclid", "xxxvi_r_cap", "xxxvii_smooth_range",
    "xxxix_quarters_from_zero", "xxxix_gram_matrix_once", "xl_downhill_brake_only",
    "xlii_compares_with_g", "xlii_first_change_and_weight", "xlii_short_memory_fast_fall", "xliii_rate_of_old_count",
    "xliii_corrected_is_kept", "xli_smorms3_clipped_zeta", "xli_adabelief_stale_mean",
}  # fmt: skip
LATER = [row for some in SETS[3:] for row in (*some.ONE, *some.TWO)]
PLACED = {function: {int(n) for n in re.search(r"lines? ([\d, ]+)\]\.?$", what)[1].split(",")}
          for _, function, _, _, what in functions(LATER)}  # fmt: skip
FALSE = dict(  # what is not true of a function, points at what is right or does not mend it, and was said
    adagrad_eps_inside_lr_too="outside", rmsprop_torch_lr_twice="gradient units", santa_e_warm_a="Yours has no",
    nadam_same_correction="it needs t, not t + 1", adamw_keras_lr_t_decay="it needs lr, not lr_t", lion_sign_of_m="beta1 * m +",
    amsgrad_keras_upside_down="weights", santa_sss_outer_half="Yours has no", shampoo_one_sided="as well",
    adagrad_keras_from_zero="fades", smoothed_starts_at_x="0.0 stands", nesterov_torch_averages="no factor 1 - mu",
    yogi_share_of_v="v_hat is off", rmsprop_graves_bracket_no_mu="in full", radam_branches="stops in line",
    schedule_free_at_z_later="sum", adam_l2_bare_v="term weight_decay * x", santa_sss_full_friction="0.5 as well",
    smoothed_nesterov_no_bracket="Yours has", adagrad_root_kept="it needs no np.sqrt", nesterov_keras_plain="the term lr * g.",
    adam_hat_beta2="In line 4 (", adamw_two="v in place of v_hat", amsbound_upper="exchanged", adadelta_no_root="In line 5",
    smoothed_nesterov_range_from_zero="heavy ball", momentum_torch_first_dampened="the rule has none",
    sgd_l2_penalty_itself="line 3",
    nadam_torch_product_kept_ahead="no factor mu_next", nesterov_asks_twice="mu * v of the rule is missing",
    adan_difference_turned="sum",
    noisy_clip_bare_noise_no_root="squared as well", sgdr_span_without_floor="3.14159", rprop_added_and_turned_back="sign of 0",
    pid_no_rate_and_plus="x + lr * v", elastic_times_half="factor 2", diffgrad_sigmoid_upside_down="In line 5",
    radam_inf_and_plain_m="In line 5", rmsprop_keras_averaged_and_lr_twice="mu * b + g", adabound_bounds_crossed="no np.clip",
    adasecant_paper_tau_of_gradients="no far", shampoo_half_power_left="In line 7", qhadam_correction_forgotten="divisor",
    clip_arguments_swapped="line 6", full_gradient_raw_v="In line 6", backward_change_bare_in_s="In line 4",
    wide_for_tall="line 6",
    one_sided_clip_growing_h="line 6", fresh_rows_half_power="not what the rule has", share_taken_twice="Where x is computed",
    trust_swap="of its own for", trust_capless="gain", trust_gain="sign", restart_two="whose gain",
    avg_weight="maximum is missing",
    langevin_plain_noise="x.dtype", langevin_one_draw="made of x and", padam_leak="it needs no np.maximum",
    clip_elementwise="np.linalg.norm(g), not", adagrad_keras_start_replaces="case of its own", shampoo_exponent_half="In line 9",
    amsgrad_max_kept_as_v="it needs no np.maximum", adam_v_hat_in_place="give what this line makes",
    came_always_scaled="In line 10",
    adafactor_axis_and_least="t ** (-0.5) stands", soap_unturned_v_and_no_root="made of QL", tiger_sum_not_mean="In line 5",
    swats_signed_gamma="stands where near", restless_one_number="In line 10", averaged_two="made without", restart_zero="has no",
    adafactor_column_mean_and_max="starts at 0", eve_relative_to_the_larger_loss="np.abs(f - f_old) belongs",
    xxiv_sgd_last_coordinate="< 3", xxiv_adabound_clip_by_hand="np.clip(", xxiv_two_graves_eps_outside_mu_again="not squared",
    xxiv_amsgrad_maximum_becomes_v="one too many", xxiv_lamb_norm_before_decay="not adam.\n", xxiv_ema_starts_at_g="In line 4",
    xxv_nesterov_mu_twice_ahead="In line 3", xxv_two_adan_backwards_and_beta2="The sign of v /",
    xxv_dbd_grows_by_factor="In line 5",
    xxv_clip_length_without_root="np.linalg.norm(g), not", xxv_two_nesterov_torch_average_and_mu="it needs mu, not",
    xxvi_graves_momentum_of_all="one too many", xxvi_adadelta_ratio_again="divisor",
    xxvi_adasecant_both_outliers="it needs weit_g,",
    xxvi_eve_larger_loss_and_times_d="f - f_old", xxvii_amsgrad_max_goes_on="line 3",
    xxvii_sam_never_climbs_down="term lr * g_sam",
    xxvii_pocket_starts_small="In line 6", xxvii_tether_zero_and_push="the rule has none",
    xxviii_adabelief_old_mean="no g and no m", xxviii_yogi_full_difference="1 - (1 - beta2)", xxviii_radam_asks_rho_inf="line 13",
    xxviii_adabound_clip_crossed="line 3", xxviii_sophia_turn_and_decay_sign="0 stands", xxviii_adan_change_and_s="it needs v",
    xxviii_santa_sss_noise_and_last_half="one too many", xxviii_adasecant_paper_den_typo="(g_old - m) ** 2 stands",
    xxviii_adadelta_lr_in_delta="gradient units", xxix_tether_anchor_at_zero="line 5", xxix_stitch_two="mu as well.",
    xxix_tether_anchor_one_late="the factor 1 - drift", xxix_tether_alias="a begins as x",
    xxx_eve_first_loss="it needs f", xxx_amsbound_both_bounds="is right with lr", xxx_adan_no_cross_term="of the rule is missing",
    xxx_shampoo_ones_and_half="the rule has none", xxx_adasecant_paper_raw_g="np.sqrt is one", xxx_adam_loop_over_t="order",
    xxxi_envelope_share_of_old="the large weight", xxxi_tether_old_slack="of the rule is missing", xxxi_tether_alias="In line 6",
    xxxi_two_scout_places="g_mix (line 6)",
    xxxii_graves_last_step_kept="a name of its own", xxxii_muon_spectral_norm="line 7",
    xxxiii_tethered_keeps_the_damped_gradient="one too many", xxxiii_leash_root_mean_square_for_norm="np.sum(g ** 2)).",
    xxxiii_tethered_first_jump_from_zero_and_fast_home="yours has none",
    xxxiii_two_looks_trial_without_friction_and_half_and_half="no v_try",
    xxxiv_spectral="line 11", xxxiv_longmem="off from the first", xxxiv_clipped_numerator="off from the first",
    xxxiv_half_friction="lr * G *", xxxv_patient_own_part="off from the first", xxxv_seesaw_half_of_one="2 missing",
    xxxv_sounding_two="what is new", xxxv_sounding_starts_at_one="line 7",
    xxxvi_sign_of_m="In line 2", xxxvi_t_soon="In line 7", xxxvi_w_santa="up to line 9", xxxvi_s_distance="should be grad(x)",
    xli_adamax_norm_of_m="coordinates", xli_smorms3_clipped_zeta="it needs no np.minimum",
    xxxix_backup_too_late="not v_prev", xxxix_gram_matrix_once="not o", xxxix_not_turned_back_no_root="lambda",
    xxxix_noise_with_the_new_size="needs G,", xxxix_turned_but_not_back="In the lines", xxxix_two_variances="In line 23",
    xl_leine_erster_ruck="case of its own", xl_two_kugel="grad(x + reach", xl_two_sideways="length",
    xxxvii_eve_largerloss="as well", xxxvii_adasecant_twovar="the old g", xxxvii_adabelief_oldm="made of g, m and",
    xxxvii_nagtorch_oldbuffer="made of b, g", xxxvii_muonoptax_t_shape="cols stands where", xxxviii_lamb_single_sizes="compare",
    xxxviii_muon_factor_turned="missing", xxxviii_nadam_torch_next_and_v="Where mu_next", xxxviii_amsgrad_optax_raw_max="fmax",
    xxxviii_ademamix_slow_and_scope="In line 9", xxxvi_rho_inf="line 7", xxxvi_max_of_hat="corrected again",
    xxxvi_stays_up="one too many", xxxvi_larger_loss="needs lo, not hi", xxxvi_r_fresh="updated already", xxxvi_w_mix="has no g",
    xxxvi_r_norm="np.sqrt(np.mean(m ** 2)).",
    xxxv_leash_home_looks_ahead="must not get", xxxv_convoy_half_a_cosine="the factor np.linalg.norm(m).",
    xxxv_tide_from_zero="t + 1", xxxiv_square_root_each="In the lines", xxxvi_row_clip="line 9",
    adamw_decay_free_of_lr="In line 7", muon_buffer_first_and_wide="no u", shift_queue="g stands where", avg_reset="In line 3",
)  # fmt: skip


@pytest.mark.parametrize("function, step, name, wanted", a_twelfth([*ONE, *TWO]))
def test_the_sets_are_explained(function, step, name, wanted):
    verdict = verdict_on(function, step)
    told, at = {q for q, _, _ in verdict.lines}, {n for *_, n in verdict.lines}
    assert not verdict.ok and len(set(verdict.hints)) == 3, verdict
    assert at == PLACED.get(function, at) or name in OTHER_PLACE, verdict
    if name in FALSE:
        read = "\n".join([verdict.mistake or "", verdict.message.partition("Your ")[0], *verdict.hints])
        assert FALSE[name] not in read.replace(verdict.quoted[0] if verdict.quoted else "\n\n", ""), read
    if name == FORGOTTEN:
        assert "does not return" in verdict.message
    elif name not in NO_FORMULA:
        assert verdict.edit and walks_the_same(function, step, verdict.edit), verdict
        assert all(formula and number for _, formula, number in verdict.lines), verdict.lines
        assert told in [set(way.split()) for way in wanted.split("|")] or name in OTHER_LINES, verdict


@pytest.mark.parametrize("function, step, name, wanted", a_twelfth([*blind_eighth.STOPS, *blind_ninth.STOPS]))
def test_what_stops_is_told(function, step, name, wanted):
    verdict = verdict_on(function, step)
    assert not verdict.ok and ("stops in line" in verdict.message or "return" in verdict.message)


@pytest.mark.parametrize("function, step, name", a_twelfth(RIGHT))
def test_right_functions_pass(function, step, name):
    assert verdict_on(function, step).ok or name in NOT_RUN


def test_what_is_written_down_of_a_row_is_of_one():
    assert {*OTHER_LINES, FORGOTTEN, *NO_FORMULA, *OTHER_PLACE, *FALSE} <= {row[0] for row in (*ONE, *TWO)}
    assert {row[0] for row in RIGHT} >= NOT_RUN
