// Made by `npm run references`. Do not edit.
import type { Reference } from "../reference.js";

/** What is known of the task `teacher`. */
export const teacher: readonly Reference[] = [
  {
    task: "teacher",
    size: 1,
    horizon: 200,
    batch: 64,
    fingerprint: "332c674501fb37fa",
    effort: {
      trials: 64,
      tuningSeeds: 2,
      seeds: 8,
      horizons: [0.25, 0.5, 1, 2, 4],
    },
    curve: [
      {
        horizon: 50,
        setting: {
          scale: 29.40489149179872,
          decay: 0.001300613322169765,
          hyperparameters: {
            beta1: 0.8489358142593977,
            beta2: 0.9992041940079304,
          },
        },
        loss: 0.2539322489174083,
        deviation: 0.020721121746504523,
        edges: [],
      },
      {
        horizon: 100,
        setting: {
          scale: 35.86822614870701,
          decay: 0.000452340827076922,
          hyperparameters: {
            beta1: 0.8136974183421392,
            beta2: 0.999320656440181,
          },
        },
        loss: 0.15934770635794848,
        deviation: 0.009761175621082425,
        edges: [],
      },
      {
        horizon: 200,
        setting: {
          scale: 35.86822614870701,
          decay: 0.000452340827076922,
          hyperparameters: {
            beta1: 0.8136974183421392,
            beta2: 0.999320656440181,
          },
        },
        loss: 0.12192314967978746,
        deviation: 0.005830942247016425,
        edges: [],
      },
      {
        horizon: 400,
        setting: {
          scale: 45.16540086932108,
          decay: 0.0007020131836822681,
          hyperparameters: {
            beta1: 0.8514297118230344,
            beta2: 0.9992954294285397,
          },
        },
        loss: 0.07528627972351387,
        deviation: 0.00386106803975622,
        edges: [],
      },
      {
        horizon: 800,
        setting: {
          scale: 35.7057091790464,
          decay: 0.0005511155442729501,
          hyperparameters: {
            beta1: 0.863551365995294,
            beta2: 0.9993971592406847,
          },
        },
        loss: 0.051603348983917385,
        deviation: 0.0014985967221166616,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 200,
        setting: {
          scale: 35.86822614870701,
          decay: 0.000452340827076922,
          hyperparameters: {
            beta1: 0.8136974183421392,
            beta2: 0.999320656440181,
          },
        },
        loss: 0.12192314967978746,
        deviation: 0.005830942247016425,
        edges: [],
      },
      nadamw: {
        horizon: 200,
        setting: {
          scale: 45.16540086932108,
          decay: 0.0007020131836822681,
          hyperparameters: {
            beta1: 0.8514297118230344,
            beta2: 0.9992954294285397,
          },
        },
        loss: 0.11855944944545627,
        deviation: 0.004568164941771322,
        edges: [],
      },
      lion: {
        horizon: 200,
        setting: {
          scale: 89.66717326635771,
          decay: 0.0016971612902352258,
          hyperparameters: {
            beta1: 0.8395251448743224,
            beta2: 0.9944416297624157,
          },
        },
        loss: 0.17012200457975268,
        deviation: 0.01071994554956808,
        edges: [],
      },
      nesterov: {
        horizon: 200,
        setting: {
          scale: 10.93629691033024,
          decay: 0.0006993330093228639,
          hyperparameters: {
            beta: 0.9174495731076203,
          },
        },
        loss: 0.13852783484617248,
        deviation: 0.0034613635980805615,
        edges: [],
      },
      muon: {
        horizon: 200,
        setting: {
          scale: 15.115536256030435,
          decay: 0.0030822975355775705,
          hyperparameters: {
            learning_rate: 0.0048963720035179415,
            momentum: 0.9174855143687758,
            adam_learning_rate: 0.009009145178025214,
            beta1: 0.8416529281380343,
            beta2: 0.9987125161763147,
          },
        },
        loss: 0.0629822128394153,
        deviation: 0.004478603759185351,
        edges: [],
      },
    },
  },
  {
    task: "teacher",
    size: 1,
    horizon: 800,
    batch: 8,
    fingerprint: "3337203dabb8fd73",
    effort: {
      trials: 64,
      tuningSeeds: 2,
      seeds: 8,
      horizons: [0.25, 0.5, 1, 2, 4],
    },
    curve: [
      {
        horizon: 200,
        setting: {
          scale: 16.648765732742753,
          decay: 0.011420728262956004,
          hyperparameters: {
            beta1: 0.8617722905477481,
            beta2: 0.9986634592913706,
          },
        },
        loss: 0.21897180360974744,
        deviation: 0.024215109935108437,
        edges: [],
      },
      {
        horizon: 400,
        setting: {
          scale: 16.648765732742753,
          decay: 0.011420728262956004,
          hyperparameters: {
            beta1: 0.8617722905477481,
            beta2: 0.9986634592913706,
          },
        },
        loss: 0.1639705506968312,
        deviation: 0.01775337442186702,
        edges: [],
      },
      {
        horizon: 800,
        setting: {
          scale: 20.400677782855606,
          decay: 0.00015173120600789656,
          hyperparameters: {
            beta1: 0.8990104715141432,
            beta2: 0.9996418773651493,
          },
        },
        loss: 0.13998007698683068,
        deviation: 0.011419262586103724,
        edges: [],
      },
      {
        horizon: 1600,
        setting: {
          scale: 17.581214549981425,
          decay: 0.0008835105096671187,
          hyperparameters: {
            beta1: 0.8880553843928426,
            beta2: 0.9990322608198497,
          },
        },
        loss: 0.09707871888531372,
        deviation: 0.009213793709193148,
        edges: [],
      },
      {
        horizon: 3200,
        setting: {
          scale: 11.815938923637871,
          decay: 0.0004107490245500743,
          hyperparameters: {
            beta1: 0.8720264890640999,
            beta2: 0.9990126468330796,
          },
        },
        loss: 0.06179315423651133,
        deviation: 0.0025222739698638657,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 800,
        setting: {
          scale: 20.400677782855606,
          decay: 0.00015173120600789656,
          hyperparameters: {
            beta1: 0.8990104715141432,
            beta2: 0.9996418773651493,
          },
        },
        loss: 0.13998007698683068,
        deviation: 0.011419262586103724,
        edges: [],
      },
      nadamw: {
        horizon: 800,
        setting: {
          scale: 21.5432602526227,
          decay: 0.00025220427093213926,
          hyperparameters: {
            beta1: 0.9182129690819879,
            beta2: 0.999468957803869,
          },
        },
        loss: 0.13043612550245598,
        deviation: 0.009249399125660583,
        edges: [],
      },
      lion: {
        horizon: 800,
        setting: {
          scale: 16.80066662605465,
          decay: 0.00029146493056923236,
          hyperparameters: {
            beta1: 0.9195161118934868,
            beta2: 0.9751955842004627,
          },
        },
        loss: 0.14790815900778398,
        deviation: 0.013287691787209054,
        edges: [],
      },
      nesterov: {
        horizon: 800,
        setting: {
          scale: 7.520279126702642,
          decay: 0.00006872104929907914,
          hyperparameters: {
            beta: 0.8928124650224609,
          },
        },
        loss: 0.13621747001889162,
        deviation: 0.014173144481190862,
        edges: [],
      },
      muon: {
        horizon: 800,
        setting: {
          scale: 1.100057885924808,
          decay: 0,
          hyperparameters: {
            learning_rate: 0.018329085798942598,
            momentum: 0.9502474684501522,
            adam_learning_rate: 0.018133604367232863,
            beta1: 0.910757032913262,
            beta2: 0.9990575851063426,
          },
        },
        loss: 0.08918176044244319,
        deviation: 0.009644987132457514,
        edges: [],
      },
    },
  },
];
